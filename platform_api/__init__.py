"""The embedded national platform: it owns the data, the rules and the audit trail, and speaks codes."""
