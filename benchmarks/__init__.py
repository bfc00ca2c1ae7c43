"""Figures against baselines that run beside them; never an absolute time."""
