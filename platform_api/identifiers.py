"""Identifiers of rows: unique, unguessable in part, ordered by time so that tables grow at their end."""

import secrets
import time
from uuid import UUID


def new_id() -> str:
    """A version 7 UUID (RFC 9562) in its usual text form."""
    millis = time.time_ns() // 1_000_000
    value = (
        (millis & (2**48 - 1)) << 80
        | 0x7 << 76
        | secrets.randbits(12) << 64
        | 0b10 << 62
        | secrets.randbits(62)
    )
    return str(UUID(int=value))
