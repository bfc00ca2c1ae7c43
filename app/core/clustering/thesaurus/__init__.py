"""The thesaurus of concerns (诉求词林): which words speak of the same concern.

What joins 网费下不来 and 资费太贵 is knowledge, not counting. The parts are data (part-*.jsonl);
an office hands in its own words as a further part.
"""
