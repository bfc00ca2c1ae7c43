"""PDF files: their pages' lines in reading order, and what readers wrote onto them."""
