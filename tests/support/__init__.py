"""Real servers for the tests, thrown away after them."""
