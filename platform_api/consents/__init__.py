"""Who may open a record: what its holder decides, and what that means now."""
