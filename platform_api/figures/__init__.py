"""Key figures of the whole country; nobody is in them."""
