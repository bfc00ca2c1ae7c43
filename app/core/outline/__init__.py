"""From a draft's text to its numbered clauses."""
