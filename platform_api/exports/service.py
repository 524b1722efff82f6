"""A holder's copy of their record: what goes into which part, how far it is, what was made, and its end.

The parts are planned once, when the copy is asked for: documents that come later are in the next copy. One that was
withdrawn meanwhile is left out when its part is made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from platform_api import clock, closing
from platform_api.documents.service import WITHDRAWN
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import Document, Export, ExportPart
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.shapes import Language, Moment
from platform_api.vocabulary import ExportState, Reason

KEPT = timedelta(days=7)
"""How long a copy that was made can be fetched."""
GIVEN_UP_AFTER = timedelta(days=2)
"""How long a copy may be in the making."""
_E, _P, _D = Export.__table__, ExportPart.__table__, Document.__table__


@dataclass(frozen=True, slots=True)
class Part:
    """A part that can be fetched: a ZIP of so many bytes."""

    number: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as its holder sees it."""

    id: str
    language: Language
    state: ExportState
    asked_at: Moment
    ready_at: Moment | None
    expires_at: Moment
    documents: int
    parts_planned: int
    parts: list[Part]


def ask(access: Access, language: str) -> str:
    """Begin a copy; while one is in the making, that one goes on. Returns its id."""
    connection, patient_id = access.connection, access.subject.patient_id or ""
    closing.locked_state(connection, patient_id)  # of two who ask at once the second finds the first's copy
    under_way = connection.execute(
        select(_E.c.id).where(_E.c.patient_id == patient_id, _E.c.state == ExportState.MAKING)
    ).scalar()
    if under_way is not None:
        return str(under_way)
    identifier, moment = new_id(), clock.now()
    row: dict[str, Any] = {"patient_id": patient_id, "id": identifier}
    row |= {"account_id": access.principal.account_id}
    row |= {"language": language, "state": ExportState.MAKING, "plan": _planned(access)}
    row |= {"asked_at": moment, "leased_until": None, "tries": 0, "ready_at": None}
    connection.execute(insert(Export), row | {"expires_at": moment + GIVEN_UP_AFTER})
    access.details["export"] = identifier
    return identifier


def copies(access: Access) -> list[Copy]:
    """The copies of a record that are in the making or can be fetched, the newest first."""
    rows = access.connection.execute(
        select(_E)
        .where(_E.c.patient_id == access.subject.patient_id, _E.c.expires_at > clock.now())
        .order_by(_E.c.asked_at.desc(), _E.c.id)
    ).all()
    return [_copy(access.connection, row) for row in rows]


def of_own_record(export_id: str) -> Look:
    """A look-up for the guard: a copy of the caller's own record; another one does not exist for them."""

    def look(connection: Connection, principal: Principal) -> Subject:
        row = connection.execute(
            select(_E).where(_E.c.patient_id == (principal.patient_id or ""), _E.c.id == export_id)
        ).first()
        there = row is not None and row.expires_at > clock.now()
        return Subject(principal.patient_id, "export", export_id[:36], row, {"exists": there})

    return look


def part_of(access: Access, number: int) -> tuple[str, str, int]:
    """The blob, the SHA-256 and the size of one part; raises Refused(NOT_FOUND) for one that is not made."""
    row = access.connection.execute(_of_part, {"of": access.subject.id, "number": number}).first()
    if row is None:
        raise Refused(Reason.NOT_FOUND, admit=False)
    access.details["part"] = number
    return row.blob_id, row.sha256, row.size


def forget(access: Access, gone: list[str]) -> None:
    """Delete a copy; `gone` gets the blobs to remove once that is sure."""
    gone += remove(access.connection, [access.subject.id or ""])


def remove(connection: Connection, identifiers: Sequence[str]) -> list[str]:
    """Delete the rows of these copies; returns the names of their files."""
    files = connection.execute(select(_P.c.blob_id).where(_P.c.export_id.in_(identifiers))).scalars().all()
    connection.execute(delete(ExportPart).where(_P.c.export_id.in_(identifiers)))
    connection.execute(delete(Export).where(_E.c.id.in_(identifiers)))
    return list(files)


def forget_old(connection: Connection, most: int) -> list[str]:
    """Delete copies that can no longer be fetched; returns the files to remove after that."""
    old = connection.execute(
        select(_E.c.id).where(_E.c.expires_at <= clock.now()).order_by(_E.c.expires_at, _E.c.id).limit(most)
    )
    return remove(connection, old.scalars().all())


def parts_made(connection: Connection, export_id: str) -> list[Part]:
    """The parts that are made, in order."""
    rows = connection.execute(
        select(_P.c.number, _P.c.size, _P.c.sha256).where(_P.c.export_id == export_id).order_by(_P.c.number)
    )
    return [Part(row.number, row.size, row.sha256) for row in rows]


def keep_part(connection: Connection, export: Any, number: int, part: Part, blob_id: str) -> bool:
    """Write down a part that was made; False when another worker was faster."""
    known = select(_P.c.number).where(_P.c.export_id == export.id, _P.c.number == number)
    if connection.execute(known).first() is not None:
        return False
    row: dict[str, Any] = {
        "patient_id": export.patient_id,
        "export_id": export.id,
        "number": number,
        "blob_id": blob_id,
    }
    connection.execute(
        insert(ExportPart), row | {"size": part.size, "sha256": part.sha256, "made_at": clock.now()}
    )
    return True


_of_part = select(_P.c.blob_id, _P.c.sha256, _P.c.size).where(
    _P.c.export_id == bindparam("of"), _P.c.number == bindparam("number")
)


def _copy(connection: Connection, row: Any) -> Copy:
    return Copy(
        row.id,
        row.language,
        row.state,
        row.asked_at,
        row.ready_at,
        row.expires_at,
        sum(len(part) for part in row.plan),
        len(row.plan),
        parts_made(connection, row.id),
    )


def _planned(access: Access) -> list[list[str]]:
    """The ids of the documents by part, the oldest first; there is always one part: it holds the index."""
    rows = access.connection.execute(
        select(_D.c.id, _D.c.size)
        .where(_D.c.patient_id == access.subject.patient_id, _D.c.status != WITHDRAWN)
        .order_by(_D.c.created_at, _D.c.id)
    )
    return _filled(((row.id, row.size) for row in rows), access.platform.settings.export_part)


def _filled(documents: Iterable[tuple[str, int]], largest: int) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    filled = 0
    for identifier, size in documents:
        if parts[-1] and filled + size > largest:
            parts.append([])
            filled = 0
        parts[-1].append(identifier)
        filled += size
    return parts
