"""Caregivers: mandates from the invitation to the end, and for whom a session acts."""
