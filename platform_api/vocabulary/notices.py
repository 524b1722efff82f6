"""What people must be told."""

from enum import StrEnum


class Notice(StrEnum):
    """What a person must be told; the portal words it."""

    EMAIL_CODE = "email_code"
    ACTIVATED = "activated"
    OBJECTED = "objected"
    CLOSED = "closed"
    CLOSING_UNDONE = "closing_undone"
    CLOSING_FINAL = "closing_final"
    REOPENED = "reopened"
    ERASURE_ASKED = "erasure_asked"
    ERASURE_STOPPED = "erasure_stopped"
    ERASED = "erased"
    FROZEN = "frozen"
    UNFROZEN = "unfrozen"
    PASSWORD_LINK = "password_link"
    PASSWORD_CHANGED = "password_changed"
    SIGN_IN_CHANGED = "sign_in_changed"
    LETTER_NOT_ACCEPTED = "letter_not_accepted"
    HELP_BEGAN = "help_began"
    HELPED = "helped"
    HELP_CODE = "help_code"
    UNBLOCK_ASKED = "unblock_asked"
    CONTACT_CHANGED = "contact_changed"
    CONTACT_CHANGES_LATER = "contact_changes_later"
    FACTOR_RESET = "factor_reset"
    UNBLOCKED_FOR_YOU = "unblocked_for_you"
    PETITION_ANSWERED = "petition_answered"
    STATEMENT_PUBLISHED_FOR_YOU = "statement_published_for_you"
