"""Which clause a passage of free text speaks about."""
