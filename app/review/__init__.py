"""Work: decisions, published answers and reports of the office."""
