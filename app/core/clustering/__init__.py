"""Families of copies, opinions, labels, and ids that outlive a re-run."""
