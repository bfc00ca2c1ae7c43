"""Ground: work that waits as rows; the loop that drains it; long jobs. Knows no handler."""
