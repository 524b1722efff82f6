"""What people must be told, and on which way."""

from enum import StrEnum


class Notice(StrEnum):
    """What a person must be told; the portal words it."""

    EMAIL_CODE = "email_code"
    ACTIVATED = "activated"
    ACCOUNT_INVITED = "account_invited"
    ACCOUNT_MADE = "account_made"
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
    EXPORT_READY = "export_ready"
    EXPORT_FAILED = "export_failed"
    VISIT_CODE = "visit_code"
    PHONE_CODE = "phone_code"
    PHONE_CHANGED = "phone_changed"
    PHONE_REMOVED = "phone_removed"
    PHONE_OVER = "phone_over"
    PHONE_REFUSED = "phone_refused"
    PASSWORD_LINK = "password_link"
    PASSWORD_CHANGED = "password_changed"
    APP_CHANGED = "app_changed"
    CODES_CHANGED = "codes_changed"
    SIGN_IN_CHANGED = "sign_in_changed"
    NEW_DEVICE = "new_device"
    LETTER_NOT_ACCEPTED = "letter_not_accepted"
    LETTER_NOT_SENT = "letter_not_sent"
    HELP_BEGAN = "help_began"
    HELPED = "helped"
    HELP_CODE = "help_code"
    UNBLOCK_ASKED = "unblock_asked"
    CONTACT_CHANGED = "contact_changed"
    CONTACT_CHANGES_LATER = "contact_changes_later"
    FACTOR_RESET = "factor_reset"
    MANDATE_CODE_ENTERED = "mandate_code_entered"
    MANDATE_CONFIRMED = "mandate_confirmed"
    MANDATE_RESIGNED = "mandate_resigned"
    MANDATE_ENDED = "mandate_ended"
    MANDATE_ENDS_SOON = "mandate_ends_soon"
    PAPER_CORRECTED = "paper_corrected"
    OPENING_DECLINED = "opening_declined"
    NAMED_ASLEEP = "named_asleep"
    GUARDIAN_MAY_ACT = "guardian_may_act"
    GUARDIAN_NAMED = "guardian_named"
    GUARDIANSHIP_ENDS_SOON = "guardianship_ends_soon"
    TRUSTED_WOKEN = "trusted_woken"
    TRUSTED_MAY_LOOK = "trusted_may_look"
    TRUSTED_ASLEEP = "trusted_asleep"
    CAREGIVER_BEGAN = "caregiver_began"
    CAREGIVER_CHANGED = "caregiver_changed"
    OF_AGE_SOON = "of_age_soon"
    UNBLOCKED_FOR_YOU = "unblocked_for_you"
    EMERGENCY_ACCESS = "emergency_access"
    EMERGENCY_CHANGED = "emergency_changed"
    ACCESS = "access"
    ACCESS_REFUSED = "access_refused"
    DIGEST = "digest"
    PETITION_ANSWERED = "petition_answered"
    STATEMENT_PUBLISHED_FOR_YOU = "statement_published_for_you"


EMAIL, SMS = "email", "sms"
"""The ways a message takes. A text message has room for little: only what is named here has words for it."""
WARNED = frozenset(
    {
        Notice.CONTACT_CHANGED,
        Notice.CONTACT_CHANGES_LATER,
        Notice.PASSWORD_CHANGED,
        Notice.APP_CHANGED,
        Notice.CODES_CHANGED,
        Notice.SIGN_IN_CHANGED,
        Notice.FACTOR_RESET,
        Notice.PHONE_OVER,
        Notice.LETTER_NOT_SENT,
    }
)
"""Changed ways of signing in, and a letter held back, told by text message beside the e-mail: no more than that."""
TEXTED = WARNED | {Notice.HELP_CODE, Notice.VISIT_CODE, Notice.PHONE_CODE}
