"""What the drafting office's staff sees."""
