"""What people ask of the agency, and where that stands, in words."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import PetitionKind, PetitionState

PETITION_KINDS: dict[PetitionKind, LazyString] = {
    PetitionKind.ACCESS_QUESTION: _l("Question about an access"),
    PetitionKind.RECTIFICATION: _l("Request to put something right"),
    PetitionKind.COMPLAINT: _l("Complaint"),
}

PETITION_STATES: dict[PetitionState, LazyString] = {
    PetitionState.RECEIVED: _l("Received"),
    PetitionState.IN_HAND: _l("Being looked at"),
    PetitionState.ANSWERED: _l("Answered"),
    PetitionState.WITHDRAWN: _l("Withdrawn by you"),
}
