"""Ground: the database engine, the one writer, the models."""
