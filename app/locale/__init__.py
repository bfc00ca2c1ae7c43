"""Ground: words for people that several doors share."""
