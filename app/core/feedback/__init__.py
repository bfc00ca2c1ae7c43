"""Cellar: what people fill in and attach: tables of comments, cover notes, letters that agree."""
