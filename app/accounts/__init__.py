"""Work: staff accounts, sign-in, roles."""
