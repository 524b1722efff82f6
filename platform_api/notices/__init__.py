"""The outbox as the portal's worker empties it."""
