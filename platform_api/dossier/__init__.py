"""The record as a whole: its state and what its holder may do."""
