"""What a person uploads becomes clean pages: read in a process of its own, within limits, nothing written to a disk."""
