"""What goes out by post beside activation letters."""

from enum import StrEnum


class PostKind(StrEnum):
    """A letter that confirms what was done; the portal words it."""

    ACTIVATED = "activated"
    OBJECTED = "objected"
    CLOSED = "closed"
    CLOSING_UNDONE = "closing_undone"
    REOPENED = "reopened"
    ERASURE_ASKED = "erasure_asked"
    ERASED = "erased"
    FROZEN = "frozen"
    UNBLOCKED = "unblocked"
    PHONE_REGISTERED = "phone_registered"
    PAPER_REFUSED = "paper_refused"
    PAPER_CORRECTED = "paper_corrected"
    PETITION_ANSWERED = "petition_answered"
    MANDATE_GIVEN = "mandate_given"
    MANDATE_TAKEN = "mandate_taken"
    MANDATE_WAITS = "mandate_waits"
    MANDATE_INVITED = "mandate_invited"
    MANDATE_LAPSED = "mandate_lapsed"
    GUARDIAN_NAMED = "guardian_named"
    GUARDIAN_OF = "guardian_of"
    GUARDIAN_ENDED = "guardian_ended"
    GUARDIAN_NO_MORE = "guardian_no_more"
    TRUSTED_WOKEN = "trusted_woken"
    OPENING_DECLINED = "opening_declined"
