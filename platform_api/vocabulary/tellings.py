"""How a holder wants to be told of accesses."""

from enum import StrEnum


class Telling(StrEnum):
    """By a mail for each, in a mail for many, or only in the portal's own journal."""

    EACH = "each"
    DIGEST = "digest"
    PORTAL = "portal"


class DigestPeriod(StrEnum):
    """How often a mail for many is sent."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
