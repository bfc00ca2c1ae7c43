"""Cellar: plain values in, plain values out."""
