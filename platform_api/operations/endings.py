"""What time brings to closed records: the closing becomes final, and at last the record is erased."""

from sqlalchemy import Connection, select

from platform_api import clock, closing, erasing
from platform_api.context import Platform
from platform_api.guard import Look, Subject, permit_as
from platform_api.models import Dossier
from platform_api.principal import Caller, Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Action, Role

_OPERATOR = Caller(None, frozenset(), None, "", "sweep", "", "")
_MOST = 500


def finish_closings(opened: Platform) -> int:
    """Make every closing final whose delay is over; each in its own transaction, each told once."""
    with opened.database.read() as connection:
        due = closing.due_to_finish(connection, clock.now(), _MOST)
    return sum(_finish(opened, patient_id) for patient_id in due)


def erase_due(opened: Platform) -> int:
    """Erase every record that is due; a sweep that dies in the middle is finished by the next one."""
    with opened.database.read() as connection:
        due = erasing.due(connection, clock.now(), _MOST)
    return sum(_erase(opened, patient_id) for patient_id in due)


def _finish(opened: Platform, patient_id: str) -> bool:
    try:
        with permit_as(
            opened, _OPERATOR, Action.FINISH_CLOSING, _delay_over(patient_id), role=Role.OPERATOR
        ) as access:
            closing.finish(access)
    except Refused:  # undone, or finished by another host, since it was found
        return False
    return True


def _erase(opened: Platform, patient_id: str) -> bool:
    try:
        with permit_as(
            opened, _OPERATOR, Action.ERASE_RECORD, erasing.record_due(patient_id), role=Role.OPERATOR
        ) as access:
            files = erasing.erase(access)
    except Refused:
        return False
    for name in files:
        opened.blobs.remove(name)
    return True


def _delay_over(patient_id: str) -> Look:
    def look(connection: Connection, _principal: Principal) -> Subject:
        row = connection.execute(
            select(Dossier.state, Dossier.undo_until)
            .where(Dossier.patient_id == patient_id)
            .with_for_update()
        ).first()
        waits = row is not None and row.undo_until is not None
        facts = {
            "dossier_state": row.state if row else None,
            "undo_open": None if row is None or not waits else clock.now() < row.undo_until,
        }
        return Subject(patient_id if row else None, "record", patient_id, facts=facts)

    return look
