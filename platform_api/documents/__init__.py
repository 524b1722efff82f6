"""The documents of a record: taking in, listing, reading."""
