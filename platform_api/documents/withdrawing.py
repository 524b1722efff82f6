"""Taking back what a holder put into their record, bringing it back for a while, erasing it after that.

The statement's documents go the same way; how long they may return, and that they stay, is the statement's affair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, literal, or_, select, update

from platform_api import clock, keys
from platform_api.document_types import patient_types
from platform_api.documents.service import WITHDRAWN, document_behind
from platform_api.guard import Access, Look, Subject
from platform_api.models import Document, DocumentAbsence, DocumentLevel, DocumentView
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.shapes import Moment, TypeCode
from platform_api.vocabulary import OWN_FILE_FORMAT, OWN_PAPER_FORMAT, Reason

UNDO = timedelta(days=30)
"""How long a withdrawn document of one's own can be brought back; then the sweep erases it."""
_D = Document.__table__


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A document that can still come back."""

    id: str
    title: str
    type_code: TypeCode
    withdrawn_at: Moment
    undo_until: Moment


@dataclass(frozen=True, slots=True)
class FileBehind:
    """A file of which a document was made, with its size in bytes."""

    id: str
    name: str
    media_type: str
    size: int


def take_back(access: Access, identifiers: Sequence[str]) -> None:
    """The documents leave every list; who asks for one learns that it is gone."""
    _set(access, identifiers, status=WITHDRAWN, withdrawn_at=clock.now())


def bring_back(access: Access, identifiers: Sequence[str], status: str = "current") -> None:
    """The documents stand where they stood; when they were gone is kept."""
    now = clock.now()
    gone = select(_D.c.patient_id, _D.c.id, _D.c.withdrawn_at, literal(now, _D.c.withdrawn_at.type)).where(
        _D.c.patient_id == access.subject.patient_id,
        _D.c.id.in_(identifiers),
        _D.c.withdrawn_at < now,
    )
    columns = ("patient_id", "document_id", "starts_at", "ended_at")
    access.connection.execute(insert(DocumentAbsence).from_select(columns, gone))
    _set(access, identifiers, status=status, withdrawn_at=None)


def own_upload(document_id: str) -> Look:
    """A look-up for the guard: the document, and whether it is a file that its holder added.

    Another person's is looked up like one that does not exist.
    """

    def look(connection: Connection, principal: Principal) -> Subject:
        found = document_behind(document_id)(connection, principal)
        row = found.payload
        if row is None or row["patient_id"] != principal.patient_id:
            return Subject(principal.patient_id, "document", document_id[:80], facts={"exists": False})
        theirs = row["by_patient"] and (
            row["type_code"] in patient_types() or row["format_code"] == OWN_PAPER_FORMAT
        )
        facts = {**found.facts, "own_upload": theirs and row["format_code"] != OWN_FILE_FORMAT}
        return Subject(found.patient_id, found.kind, found.id, row, facts)

    return look


def withdraw(access: Access) -> datetime:
    """Take the document and the files behind it back; returns until when they can return. Twice has one effect."""
    row = access.subject.payload
    access.details |= {"document": row["id"], "type": row["type_code"]}
    if row["status"] != WITHDRAWN:
        take_back(access, [row["id"], *files_behind(access.connection, row)])
    found = access.connection.execute(select(_D.c.withdrawn_at).where(*_this(row))).scalar_one()
    return found + UNDO if found else clock.now()


def restore(access: Access) -> None:
    """Bring it back; raises Refused when that is too late."""
    row = access.subject.payload
    access.details |= {"document": row["id"], "type": row["type_code"]}
    if row["status"] != WITHDRAWN:
        return
    since = access.connection.execute(select(_D.c.withdrawn_at).where(*_this(row))).scalar_one()
    if since is None or since + UNDO <= clock.now():
        raise Refused(Reason.DOCUMENT_UNDO_OVER)
    bring_back(access, files_behind(access.connection, row), "superseded")
    bring_back(access, [row["id"]])


def can_return(access: Access) -> list[Withdrawn]:
    """What the holder withdrew and can still bring back, the newest first."""
    patient_id = access.subject.patient_id or ""
    key = access.platform.record_key(patient_id)
    rows = access.connection.execute(
        select(_D)
        .where(
            _D.c.patient_id == patient_id,
            _D.c.status == WITHDRAWN,
            _D.c.by_patient.is_(True),
            _D.c.withdrawn_at > clock.now() - UNDO,
            _added_by_holder(),
            or_(_D.c.format_code.is_(None), _D.c.format_code != OWN_FILE_FORMAT),
        )
        .order_by(_D.c.withdrawn_at.desc(), _D.c.id)
    )
    return [
        Withdrawn(
            row.id,
            keys.open_sealed(key, row.title_sealed, f"title:{row.id}").decode() if key else "",
            row.type_code,
            row.withdrawn_at,
            row.withdrawn_at + UNDO,
        )
        for row in rows
    ]


def files_behind(connection: Connection, row: Any) -> list[str]:
    """The ids of the files as they came, of which this document's pages were made."""
    first = row["transforms_id"]
    if first is None:
        return []
    found = select(_D.c.id).where(
        _D.c.patient_id == row["patient_id"],
        _D.c.format_code == OWN_FILE_FORMAT,
        or_(_D.c.id == first, _D.c.appends_id == first),
    )
    return list(connection.execute(found.order_by(_D.c.id)).scalars())


def shown_files(access: Access) -> list[FileBehind]:
    """The files behind the document that was looked up, for their owner."""
    identifiers = files_behind(access.connection, access.subject.payload)
    key = access.platform.record_key(access.subject.patient_id or "")
    mine = (_D.c.patient_id == access.subject.patient_id, _D.c.id.in_(identifiers))
    found = select(_D.c.id, _D.c.title_sealed, _D.c.media_type, _D.c.size).where(*mine).order_by(_D.c.id)
    return [
        FileBehind(
            row.id,
            keys.open_sealed(key, row.title_sealed, f"title:{row.id}").decode() if key else "",
            row.media_type,
            row.size,
        )
        for row in access.connection.execute(found)
    ]


def erase_old(connection: Connection, most: int) -> list[str]:
    """Delete the rows of what was withdrawn too long ago to return; returns the files to remove after that."""
    rows = connection.execute(
        select(_D.c.patient_id, _D.c.id, _D.c.blob_id)
        .where(
            _D.c.status == WITHDRAWN,
            _D.c.by_patient.is_(True),
            _D.c.withdrawn_at <= clock.now() - UNDO,
            _added_by_holder(),
        )
        .order_by(_D.c.patient_id, _D.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        for table in (DocumentAbsence, DocumentView, DocumentLevel):
            theirs = (table.patient_id == row.patient_id, table.document_id == row.id)
            connection.execute(delete(table).where(*theirs))
        connection.execute(delete(Document).where(_D.c.patient_id == row.patient_id, _D.c.id == row.id))
    return [row.blob_id for row in rows]


def _added_by_holder() -> ColumnElement[bool]:
    """A file that the holder added, or their words on paper; the statement written online goes its own way."""
    return or_(_D.c.type_code.in_(patient_types()), _D.c.format_code == OWN_PAPER_FORMAT)


def _this(row: Any) -> tuple[Any, ...]:
    return _D.c.patient_id == row["patient_id"], _D.c.id == row["id"]


def _set(access: Access, identifiers: Sequence[str], **values: Any) -> None:
    mine = (_D.c.patient_id == access.subject.patient_id, _D.c.id.in_(identifiers))
    access.connection.execute(update(Document).where(*mine).values(**values))
