"""Paper forms: which there are, where one stands, and why one is sent back."""

from enum import StrEnum


class PaperKind(StrEnum):
    """The paper forms, by the act that each one asks for."""

    OPENING = "opening"
    OBJECTION = "objection"
    CLOSING = "closing"
    MANDATE = "mandate"
    STATEMENT = "statement"
    COMPLAINT = "complaint"
    GUARDIANSHIP = "guardianship"
    ATTESTATION = "attestation"


class PaperState(StrEnum):
    """Where a form stands that came in; `checking` waits for a second pair of eyes.

    `withdrawn`: it was entered in error, and what came of it is taken back.
    """

    WAITING = "waiting"
    CHECKING = "checking"
    ENTERED = "entered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class PaperRefusal(StrEnum):
    """Why a form cannot be entered."""

    UNSIGNED = "unsigned"
    IDENTITY_MISSING = "identity_missing"
    UNREADABLE = "unreadable"
    INCOMPLETE = "incomplete"
    WRONG_FORM = "wrong_form"
    DONE_ALREADY = "done_already"
