"""The trail as its holder may read it."""
