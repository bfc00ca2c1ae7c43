"""Width and script, Chinese numerals, word cuts."""
