"""Word files: read block by block from their XML, and written."""
