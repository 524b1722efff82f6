"""Objecting to the record within the delay: it takes in nothing from then on."""

from sqlalchemy import update

from platform_api import record_states
from platform_api.activation.lookup import UNUSED_STATES
from platform_api.guard import Access
from platform_api.models import Dossier, Letter
from platform_api.vocabulary import DossierState, LetterState


def keep(access: Access) -> DossierState:
    """Record the objection in the transaction of the look-up that accepted the letter; every letter is over.

    An activation that is under way elsewhere cannot finish any more: its letter no longer counts.
    """
    mine = Dossier.patient_id == access.subject.patient_id
    record_states.change(access.connection, mine, state=DossierState.OBJECTED)
    access.connection.execute(
        update(Letter)
        .where(Letter.patient_id == access.subject.patient_id, Letter.state.in_(UNUSED_STATES))
        .values(state=LetterState.REVOKED)
    )
    return DossierState.OBJECTED
