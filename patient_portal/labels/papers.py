"""Paper forms in words: which it is, where it stands, why it is sent back."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import PaperKind, PaperRefusal, PaperState

PAPER_KINDS: dict[PaperKind, LazyString] = {
    PaperKind.OPENING: _l("Request for a record"),
    PaperKind.OBJECTION: _l("Objection"),
    PaperKind.CLOSING: _l("Closing"),
    PaperKind.MANDATE: _l("Mandate"),
    PaperKind.STATEMENT: _l("Own statement"),
    PaperKind.COMPLAINT: _l("Complaint or correction"),
    PaperKind.GUARDIANSHIP: _l("Guardianship"),
    PaperKind.ATTESTATION: _l("A doctor’s attestation for the person of trust"),
}

PAPER_STATES: dict[PaperState, LazyString] = {
    PaperState.WAITING: _l("Waits to be entered"),
    PaperState.CHECKING: _l("Waits for a second pair of eyes"),
    PaperState.ENTERED: _l("Entered"),
    PaperState.REFUSED: _l("Sent back"),
    PaperState.WITHDRAWN: _l(
        "Entered by mistake and withdrawn. Scan the sheet again as the form that it is."
    ),
}

PAPER_REFUSALS: dict[PaperRefusal, LazyString] = {
    PaperRefusal.UNSIGNED: _l("It is not signed"),
    PaperRefusal.IDENTITY_MISSING: _l("The copy of the identity document is missing"),
    PaperRefusal.UNREADABLE: _l("It cannot be read"),
    PaperRefusal.INCOMPLETE: _l("Something is not filled in"),
    PaperRefusal.WRONG_FORM: _l("It is the wrong form"),
    PaperRefusal.DONE_ALREADY: _l("It is done already"),
}
"""As an agent chooses them; the letter has its own sentences."""
