"""The states that a record, a letter and an activation go through, and how an attempt ended."""

from enum import StrEnum


class DossierState(StrEnum):
    """The record's life (domain.md)."""

    CREATED = "created"
    OBJECTED = "objected"
    ACTIVATED = "activated"
    OPEN_BY_DEFAULT = "open_by_default"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    REOPENED = "reopened"
    ERASED = "erased"
    DECEASED = "deceased"


class LetterState(StrEnum):
    """Where an activation letter is."""

    ASKED = "asked"
    PRINTING = "printing"
    PRINTED = "printed"
    POSTED = "posted"
    RETURNED = "returned"
    USED = "used"
    REVOKED = "revoked"


class ActivationStep(StrEnum):
    """Where an activation stands."""

    EMAIL = "email"
    EMAIL_CODE = "email_code"
    PASSWORD = "password"
    TOTP = "totp"
    RECOVERY_CODES = "recovery_codes"
    DONE = "done"


class Outcome(StrEnum):
    """How an attempt ended, as the trail keeps it."""

    ALLOWED = "allowed"
    REFUSED = "refused"
