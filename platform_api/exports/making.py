"""Making a copy, for the portal's worker: the next part to make, what goes into it, the part that was made.

A lease lasts longer than one part takes; a worker that dies gives its copy back by itself, and the next one goes on
with the part that is missing. The first part is made last: its index knows what is in all of them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from platform_api import clock, outbox
from platform_api.conditions.record import OPEN_STATES
from platform_api.documents.rows import DOCUMENTS, SELECT, opener
from platform_api.documents.service import WITHDRAWN
from platform_api.exports import service
from platform_api.exports.service import Part
from platform_api.fhir.patient import patient
from platform_api.guard import Access, Look, Subject
from platform_api.models import Dossier, Export, Patient
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.shapes import Language, Moment
from platform_api.vocabulary import DossierState, ExportState, Notice, Reason

LEASE = timedelta(minutes=10)
MOST_TRIES = 20
"""So many parts may fail before the copy is given up; the holder is told, and asks again."""
_E, _D = Export.__table__, DOCUMENTS


class Lease(TypedDict):
    """A copy to go on with: the part to make (0 when all are made), and the documents of each part."""

    id: str
    language: Language
    account_id: str
    name: str
    asked_at: Moment
    part: int
    plan: list[list[str]]


def lease(access: Access) -> Lease | None:
    """Take the copy that waits longest for ten minutes; None when none waits."""
    connection, moment = access.connection, clock.now()
    row = connection.execute(
        select(_E)
        .join(Dossier, Dossier.patient_id == _E.c.patient_id)
        .where(
            _may_still_have_it(moment),
            _E.c.state == ExportState.MAKING,
            or_(_E.c.leased_until.is_(None), _E.c.leased_until <= moment),
            _E.c.expires_at > moment,
        )
        .order_by(_E.c.asked_at, _E.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Export)
    ).first()
    if row is None:
        return None
    if row.tries >= MOST_TRIES:
        connection.execute(update(Export).where(_E.c.id == row.id).values(state=ExportState.FAILED))
        outbox.tell_account(connection, access.platform.keys, Notice.EXPORT_FAILED, row.account_id)
        return None
    made = {part.number for part in service.parts_made(connection, row.id)}
    number = next((place for place in range(len(row.plan), 0, -1) if place not in made), 0)
    leased = {"leased_until": moment + LEASE, "tries": row.tries + 1}
    connection.execute(update(Export).where(_E.c.id == row.id).values(**leased))
    access.details.update(export=row.id, part=number)
    person = connection.execute(
        select(Patient.given, Patient.family).where(Patient.id == row.patient_id)
    ).one()
    return {
        "id": row.id,
        "language": row.language,
        "account_id": row.account_id,
        "name": f"{person.given} {person.family}",
        "asked_at": row.asked_at,
        "part": number,
        "plan": row.plan,
    }


def under_way(export_id: str) -> Look:
    """A look-up for the guard: a copy that is being made, of a record whose holder may still have it."""

    def look(connection: Connection, _principal: Principal) -> Subject:
        row = connection.execute(
            select(_E, _may_still_have_it(clock.now()).label("may_have_it"))
            .join(Dossier, Dossier.patient_id == _E.c.patient_id)
            .where(_E.c.id == export_id)
        ).first()
        there = row is not None and row.state == ExportState.MAKING and bool(row.may_have_it)
        patient_id = row.patient_id if row is not None else None
        return Subject(patient_id, "export", export_id[:36], row, {"exists": there})

    return look


def documents(access: Access, numbers: Iterable[int]) -> list[dict[str, Any]]:
    """The documents of these parts in their order; what was withdrawn meanwhile is left out."""
    export = access.subject.payload
    wanted = [one for number in numbers if 0 < number <= len(export.plan) for one in export.plan[number - 1]]
    mine = (_D.c.patient_id == export.patient_id, _D.c.status != WITHDRAWN)
    found = access.connection.execute(SELECT.where(*mine), {"account": export.account_id}).mappings()
    opened = opener(access, export.patient_id)
    by_id = {row["id"]: row for row in found}
    return [opened(by_id[one]) for one in wanted if one in by_id]


def holder(access: Access) -> dict[str, Any]:
    """Whose record it is, as a Patient. The matricule stays here: a copy may lie about anywhere."""
    found = select(Patient.__table__).where(Patient.id == access.subject.patient_id)
    return patient(dict(access.connection.execute(found).mappings().one()), None)


def document(access: Access, document_id: str) -> dict[str, Any]:
    """The row of one document that belongs into the copy; raises Refused for any other."""
    export = access.subject.payload
    if not any(document_id in part for part in export.plan):
        raise Refused(Reason.NOT_FOUND, admit=False)
    row = (
        access.connection.execute(
            select(_D).where(
                _D.c.patient_id == export.patient_id, _D.c.id == document_id, _D.c.status != WITHDRAWN
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        raise Refused(Reason.NOT_FOUND, admit=False)
    return dict(row)


def keep(access: Access, part: Part, blob_id: str) -> bool:
    """Write down a part that was made; the last one makes the copy ready, and its holder is told. False if it was
    there already.
    """
    export, connection = access.subject.payload, access.connection
    if not 0 < part.number <= len(export.plan):
        raise Refused(Reason.MALFORMED_REQUEST, field="part")
    if not service.keep_part(connection, export, part.number, part, blob_id):
        return False
    moment = clock.now()
    values: dict[str, Any] = {"leased_until": None, "tries": 0}
    is_ready = len(service.parts_made(connection, export.id)) == len(export.plan)
    if is_ready:
        until = moment + service.KEPT
        values |= {"state": ExportState.READY, "ready_at": moment, "expires_at": until}
        said = {"until": clock.in_luxembourg(until).date().isoformat()}
        outbox.tell_account(
            connection, access.platform.keys, Notice.EXPORT_READY, export.account_id, parameters=said
        )
    connection.execute(update(Export).where(_E.c.id == export.id).values(**values))
    access.details.update(part=part.number, ready=is_ready)
    return True


def _may_still_have_it(moment: datetime) -> ColumnElement[bool]:
    """The record is open, or its closing can be undone: the same as the rules say for its holder."""
    undoing = and_(Dossier.state == DossierState.CLOSED, Dossier.undo_until > moment)
    return or_(Dossier.state.in_(OPEN_STATES), undoing)
