"""Objecting to the record within the delay: it takes in nothing from then on."""

from sqlalchemy import update

from platform_api import clock
from platform_api.guard import Access
from platform_api.models import Dossier
from platform_api.vocabulary import DossierState


def keep(access: Access) -> str:
    """Record the objection in the transaction of the look-up that accepted the letter."""
    access.connection.execute(
        update(Dossier)
        .where(Dossier.patient_id == access.subject.patient_id)
        .values(state=DossierState.OBJECTED, state_since=clock.now())
    )
    return DossierState.OBJECTED
