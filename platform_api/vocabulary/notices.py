"""What people must be told."""

from enum import StrEnum


class Notice(StrEnum):
    """What a person must be told; the portal words it."""

    EMAIL_CODE = "email_code"
    ACTIVATED = "activated"
    OBJECTED = "objected"
    PASSWORD_LINK = "password_link"
    PASSWORD_CHANGED = "password_changed"
    SIGN_IN_CHANGED = "sign_in_changed"
    LETTER_NOT_ACCEPTED = "letter_not_accepted"
