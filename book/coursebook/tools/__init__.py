"""Tools that make, check and translate the book."""
