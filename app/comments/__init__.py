"""Work: a comment is taken in, by one door for every channel."""
