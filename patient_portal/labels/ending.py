"""The delays of a record's life, its confirmations by post, and what people ask in writing, in words."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import (
    Delay,
    OpeningRefusal,
    OpeningState,
    OpeningTold,
    PostKind,
)

DELAYS: dict[Delay, LazyString] = {
    Delay.UNDO_CLOSING: _l("Time to undo the closing of a record"),
    Delay.KEPT_AFTER_CLOSING: _l("How long a closed record is kept"),
    Delay.STOP_ERASURE: _l("Time to change your mind before a record is erased"),
    Delay.OPENING_LETTER: _l("Time within which the letter is sent after a request"),
    Delay.ANSWER_REQUEST: _l("Time within which a request is answered"),
    Delay.NOT_ME_CODE: _l("How long the code in a confirmation letter counts"),
    Delay.MANDATE_LOOK: _l("How long “look with me” counts, if no day is chosen"),
    Delay.MANDATE_USUAL: _l("How long other mandates count, if no day is chosen"),
    Delay.MANDATE_LONGEST: _l("The longest mandate"),
    Delay.MANDATE_CODE: _l("How long the code for a caregiver counts"),
    Delay.MANDATE_ACCOUNT: _l("How long a mandate on paper waits for the caregiver’s account"),
    Delay.ADDRESS_NEW: _l("How long a letter asks for more after an address has changed"),
    Delay.ATTESTATION: _l("How long a doctor’s attestation for the person of trust counts at most"),
    Delay.TRACE_KEPT: _l("How long an entry of the access log is kept at least"),
    Delay.PAPER_KEPT: _l("How long the scan of a form is kept after it was entered"),
    Delay.MINOR_OWN_SECRETS: _l("Age from which parents do not see what is marked confidential"),
    Delay.MINOR_OWN_ACCOUNT: _l("Age from which a minor has an own account"),
    Delay.MAJORITY: _l("Age at which the parents’ access ends"),
}
POST_KINDS: dict[PostKind, LazyString] = {
    PostKind.ACTIVATED: _l("Confirmation of an activation"),
    PostKind.OBJECTED: _l("Confirmation of an objection"),
    PostKind.CLOSED: _l("Confirmation of a closing"),
    PostKind.CLOSING_UNDONE: _l("Confirmation that a closing was undone"),
    PostKind.REOPENED: _l("Confirmation that a record is open again"),
    PostKind.ERASURE_ASKED: _l("Confirmation of a wish to erase a record"),
    PostKind.ERASED: _l("Confirmation of an erasure"),
    PostKind.FROZEN: _l("Confirmation that every sign-in is stopped"),
    PostKind.UNBLOCKED: _l("Confirmation that a block was ended"),
    PostKind.PHONE_REGISTERED: _l("Confirmation of a new telephone number"),
    PostKind.MANDATE_GIVEN: _l("Confirmation of a mandate, to its holder"),
    PostKind.MANDATE_TAKEN: _l("Confirmation of a mandate, to the caregiver"),
    PostKind.MANDATE_WAITS: _l("News that a mandate waits for the caregiver’s account, to its holder"),
    PostKind.MANDATE_INVITED: _l("Invitation to set up an account for a mandate, to the caregiver"),
    PostKind.MANDATE_LAPSED: _l("News that nobody took up a mandate in time, to its holder"),
    PostKind.GUARDIAN_NAMED: _l("Confirmation of a guardianship, to the person it protects"),
    PostKind.GUARDIAN_OF: _l("Confirmation of a guardianship, to the guardian"),
    PostKind.GUARDIAN_ENDED: _l("Confirmation that a guardianship ended, to the person it protected"),
    PostKind.GUARDIAN_NO_MORE: _l("Confirmation that a guardianship ended, to the guardian"),
    PostKind.TRUSTED_WOKEN: _l("News that the person of trust may look, to the holder"),
    PostKind.OPENING_DECLINED: _l("News that a request for a record was declined"),
    PostKind.PETITION_ANSWERED: _l("Answer to a request that came on paper or by telephone"),
    PostKind.PAPER_CORRECTED: _l("News that a paper form was put right"),
    PostKind.PAPER_REFUSED: _l("Letter about a form that we could not enter"),
}
OPENING_REFUSALS: dict[OpeningRefusal, LazyString] = {
    OpeningRefusal.NOT_SHOWN: _l("The person did not show the two documents"),
    OpeningRefusal.INCOMPLETE: _l("What was filled in is wrong or not complete"),
    OpeningRefusal.SOMEBODY_ELSE: _l("The documents are somebody else’s"),
}
"""As an agent chooses them; the letter has its own sentences."""
OPENING_REASONS_TOLD: dict[OpeningRefusal, LazyString] = {
    OpeningRefusal.NOT_SHOWN: _l(
        "Nobody showed us the identity document and the social security card in time."
    ),
    OpeningRefusal.INCOMPLETE: _l("What was filled in was wrong or not complete."),
    OpeningRefusal.SOMEBODY_ELSE: _l("The documents that we were shown were somebody else’s."),
}
"""As the person reads them, in the letter and in the message."""
OPENING_TOLD: dict[OpeningTold, LazyString] = {
    OpeningTold.LETTER: _l(
        "A letter goes to whoever the matricule belongs to, at the registered address, whatever stands on the form."
    ),
    OpeningTold.EMAIL: _l("A message goes to the e-mail address on the form:"),
    OpeningTold.NOBODY: _l(
        "Nobody can be told: the matricule is unknown, and no e-mail address stands on the form."
    ),
}
OPENING_STATES: dict[OpeningState, LazyString] = {
    OpeningState.WAITING: _l("Waits for the helpdesk"),
    OpeningState.ACCEPTED: _l("Accepted"),
    OpeningState.DECLINED: _l("Declined"),
}
