"""The rows of uploads: what waits of whom, what there is room for, and what goes when its time is over."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from platform_api import clock, keys
from platform_api.guard import Access
from platform_api.models import Document, Dossier, Upload, UploadFile
from platform_api.problems import Refused
from platform_api.shapes import TypeCode
from platform_api.vocabulary import Reason

MOST_FILES = 60
UNFINISHED = timedelta(days=1)
"""How long a file waits that nobody confirms."""
OPEN, DONE = "open", "kept"
_U = Upload.__table__
_F = UploadFile.__table__
_D = Document.__table__


@dataclass(frozen=True, slots=True)
class File:
    """One file of an upload as its owner sees it."""

    id: str
    name: str
    media_type: str
    size: int
    pages: int
    notes: list[str]


@dataclass(frozen=True, slots=True)
class InTheMaking:
    """An upload as its owner sees it; the pages are there once they were made."""

    id: str
    files: list[File]
    type: TypeCode | None
    day: date | None
    pages: int | None
    pages_sha256: str | None


def current(access: Access) -> InTheMaking | None:
    """What the caller has begun and not finished."""
    row = access.connection.execute(
        select(_U).where(*mine(access), _U.c.state == OPEN).order_by(_U.c.created_at.desc(), _U.c.id).limit(1)
    ).first()
    return None if row is None else shown(access, row)


def clear(connection: Connection, patient_id: str, upload_id: str) -> list[str]:
    """Delete an upload's rows; returns the blobs that nothing names any more."""
    theirs = (_F.c.patient_id == patient_id, _F.c.upload_id == upload_id)
    this = (_U.c.patient_id == patient_id, _U.c.id == upload_id)
    gone = [
        name
        for pair in connection.execute(select(_F.c.blob_id, _F.c.part_blob_id).where(*theirs))
        for name in pair
    ]
    gone += connection.execute(select(_U.c.pdf_blob_id).where(*this, _U.c.pdf_blob_id.is_not(None))).scalars()
    connection.execute(delete(UploadFile).where(*theirs))
    connection.execute(delete(Upload).where(*this))
    return gone


def forget_unfinished(connection: Connection, most: int) -> tuple[int, list[str]]:
    """Delete what nobody confirmed within a day, and the rows of what was; returns how many and their blobs."""
    rows = connection.execute(
        select(_U.c.patient_id, _U.c.id)
        .where(_U.c.created_at <= clock.now() - UNFINISHED)
        .order_by(_U.c.patient_id, _U.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    return len(rows), [name for row in rows for name in clear(connection, row.patient_id, row.id)]


def room_left(access: Access) -> int:
    """Bytes that the person may still add."""
    who = access.subject.patient_id
    kept = select(func.coalesce(func.sum(_D.c.size), 0)).where(
        _D.c.patient_id == who, _D.c.by_patient.is_(True)
    )
    waiting = select(func.coalesce(func.sum(_F.c.size), 0)).where(_F.c.patient_id == who)
    used = access.connection.execute(kept).scalar_one() + access.connection.execute(waiting).scalar_one()
    return max(0, access.platform.settings.upload_quota - int(used))


def check_room(access: Access, row: Any, more: int) -> None:
    """Refuse one more file, or more bytes, than there is room for."""
    count = select(func.count()).where(_F.c.patient_id == row.patient_id, _F.c.upload_id == row.id)
    if access.connection.execute(count).scalar_one() >= MOST_FILES:
        raise Refused(Reason.UPLOAD_TOO_MANY, data={"most": MOST_FILES})
    if more > room_left(access):
        raise Refused(Reason.UPLOAD_QUOTA)


def check_new(access: Access, upload_id: str, sha256: str) -> None:
    """Refuse a file that is here already, in this upload or behind a document that counts."""
    who = access.subject.patient_id
    here = select(_F.c.id).where(_F.c.patient_id == who, _F.c.upload_id == upload_id, _F.c.sha256 == sha256)
    if access.connection.execute(here).first() is not None:
        raise Refused(Reason.UPLOAD_TWICE)
    known = select(_D.c.id).where(
        _D.c.patient_id == who,
        _D.c.sha256 == sha256,
        _D.c.by_patient.is_(True),
        _D.c.status.in_(("current", "superseded")),
    )
    if access.connection.execute(known).first() is not None:
        raise Refused(Reason.UPLOAD_TWICE, data={"kept": True})


def unmake(access: Access, row: Any, gone: list[str]) -> None:
    """The pages that were made of other files count no longer."""
    if row.pdf_blob_id is not None:
        none = {"pdf_blob_id": None, "pdf_size": None, "pages": None, "pdf_sha256": None, "pdf_sha1": None}
        access.connection.execute(update(Upload).where(*this(access, row.id)).values(**none))
        gone.append(row.pdf_blob_id)


def shown(access: Access, row: Any) -> InTheMaking:
    """The upload as its owner sees it."""
    key = record_key(access)
    found = [
        File(
            one.id,
            keys.open_sealed(key, one.name_sealed, f"upload-file:{one.id}").decode(),
            one.media_type,
            one.size,
            one.pages,
            list(one.notes or ()),
        )
        for one in files(access, row.id)
    ]
    return InTheMaking(row.id, found, row.type_code, row.day, row.pages, row.pdf_sha256)


def open_row(access: Access, upload_id: str) -> Any:
    """The row, if it is the caller's and waits; raises Refused."""
    row = access.connection.execute(select(_U).where(*this(access, upload_id), _U.c.state == OPEN)).first()
    if row is None:
        raise Refused(Reason.UPLOAD_OVER)
    return row


def files(access: Access, upload_id: str) -> list[Any]:
    """The rows of its files, in their order."""
    mine = (_F.c.patient_id == access.subject.patient_id, _F.c.upload_id == upload_id)
    return list(access.connection.execute(select(_F).where(*mine).order_by(_F.c.position, _F.c.id)))


def last_position(access: Access, upload_id: str) -> int:
    """The position of the last file; 0 without one."""
    return max((row.position for row in files(access, upload_id)), default=0)


def this(access: Access, upload_id: str) -> tuple[Any, ...]:
    """The condition for one upload of the caller's."""
    return (*mine(access), _U.c.id == upload_id)


def mine(access: Access) -> tuple[Any, ...]:
    """The condition for uploads of the caller's in this record."""
    return (
        _U.c.patient_id == (access.subject.patient_id or ""),
        _U.c.account_id == (access.principal.account_id or ""),
    )


def lock(access: Access) -> None:
    """Whoever adds to the same record waits: pressing twice at once has one effect."""
    record = select(Dossier.patient_id).where(Dossier.patient_id == access.subject.patient_id)
    access.connection.execute(record.with_for_update())


def record_key(access: Access) -> bytes:
    """The record's own key; without it nothing is taken in."""
    key = access.platform.record_key(access.subject.patient_id or "")
    if key is None:
        raise Refused(Reason.RECORD_NOT_OPEN)
    return key
