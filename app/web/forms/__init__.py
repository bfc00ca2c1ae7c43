"""From a posted body to plain values, with the errors of each field."""
