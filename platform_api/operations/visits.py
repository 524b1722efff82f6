"""Presence codes made by the operator, for people who ask at the counter or by telephone."""

from sqlalchemy import select

from platform_api.consents import presence
from platform_api.guard import Subject, permit_as
from platform_api.models import Dossier
from platform_api.operations.everyday import OPERATOR
from platform_api.operations.failures import OperationFailed
from platform_api.operations.stores import running
from platform_api.settings import Settings
from platform_api.vocabulary import Action, Role


def mint_presence_code(settings: Settings, patient_id: str) -> str:
    """A presence code for this person's record, without dashes; raises OperationFailed for an unknown one."""
    with (
        running(settings) as opened,
        permit_as(
            opened,
            OPERATOR,
            Action.MINT_PRESENCE_CODE,
            lambda _connection, _principal: Subject(patient_id, "record", patient_id[:64]),
            role=Role.OPERATOR,
        ) as access,
    ):
        known = select(Dossier.patient_id).where(Dossier.patient_id == patient_id)
        if access.connection.execute(known).first() is None:
            raise OperationFailed(f"nobody has a record as {patient_id}")
        return presence.mint(access, opened, patient_id).code
