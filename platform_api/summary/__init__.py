"""The International Patient Summary (`$summary`): put together from a record’s documents, word for word."""
