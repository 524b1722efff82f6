"""The helpdesk: cases, proofs of the caller, acts, approvals; no route to any content."""
