"""The holder's own statement: drafts that nobody loses, and its publication as a document of the record."""
