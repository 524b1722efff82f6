"""Own documents in the making: files given one by one, shown as pages, confirmed once, or forgotten after a day."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import IO, Any

import msgspec
from sqlalchemy import delete, insert, select, update

from platform_api import clock, keys, shapes
from platform_api.clock import LUXEMBOURG
from platform_api.context import platform
from platform_api.conversion.work import Job
from platform_api.document_types import patient_types
from platform_api.documents import deposit
from platform_api.documents import upload_rows as making
from platform_api.documents.deposit import NewDocument, Stored
from platform_api.documents.upload_bytes import Kept, arriving, converted, made_clean, prepared
from platform_api.guard import Access, Subject
from platform_api.identifiers import new_id
from platform_api.models import Upload, UploadFile
from platform_api.principal import PORTAL
from platform_api.problems import Refused
from platform_api.vocabulary import OWN_FILE_FORMAT, Action, Confidentiality, Reason

LONGEST_TITLE = 200
EARLIEST_YEAR = 1900
_U = Upload.__table__
_F = UploadFile.__table__


class PagesBody(msgspec.Struct, forbid_unknown_fields=True):
    """What the document is, and the portal's words for its pages."""

    type: shapes.TypeCode
    day: date
    title: shapes.Words
    language: shapes.Language
    page_words: shapes.Words


class KeepBody(msgspec.Struct, forbid_unknown_fields=True):
    """The yes to exactly the pages that were shown."""

    title: shapes.Words
    pages_sha256: shapes.Sha256
    language: str = "fr"


def start(access: Access) -> making.InTheMaking:
    """Begin, or go on with what was begun."""
    making.lock(access)
    found = making.current(access)
    if found is not None:
        return found
    row = {
        "patient_id": access.subject.patient_id,
        "id": new_id(),
        "account_id": access.principal.account_id,
        "state": making.OPEN,
        "created_at": clock.now(),
    }
    access.connection.execute(insert(Upload), row)
    return making.InTheMaking(str(row["id"]), [], None, None, None, None)


def add(
    upload_id: str, name: str, stream: IO[bytes], length: int | None, language: str
) -> making.InTheMaking:
    """Take one file in: encrypted as it arrives, made clean, kept with its upload. Raises Refused."""
    largest = platform().settings.largest_file

    def plan(access: Access) -> None:
        if length is not None and length > largest:
            raise Refused(Reason.CONTENT_TOO_LARGE, data={"largest": largest})
        making.check_room(access, making.open_row(access, upload_id), length or 0)

    def work(kept: Kept, _planned: None) -> dict[str, Any]:
        blob, stored = kept.put(arriving(stream), largest)
        if not stored.size:
            raise Refused(Reason.CONTENT_EMPTY)
        job = Job("clean", [], [name], [], name or "-", language, int(clock.now().timestamp()))
        outcome, part, part_stored = made_clean(kept, blob, stored.size, job)
        return {
            "media_type": outcome.media_type,
            "size": stored.size,
            "sha256": stored.sha256,
            "sha1": stored.sha1,
            "blob_id": blob,
            "part_blob_id": part,
            "part_size": part_stored.size,
            "part": outcome.part,
            "pages": outcome.pages,
            "notes": outcome.notes or None,
        }

    gone: list[str] = []
    with prepared(Action.UPLOAD_DOCUMENT, plan, work, gone) as (access, made):
        making.lock(access)
        row = making.open_row(access, upload_id)
        making.check_room(access, row, made["size"])
        making.check_new(access, upload_id, made["sha256"])
        identifier = new_id()
        name_sealed = keys.seal(making.record_key(access), name.encode(), f"upload-file:{identifier}")
        place = {"patient_id": access.subject.patient_id, "upload_id": upload_id, "id": identifier}
        position = {"position": making.last_position(access, upload_id) + 1, "name_sealed": name_sealed}
        access.connection.execute(insert(UploadFile), {**place, **position, **made})
        access.details["size"] = made["size"]
        making.unmake(access, row, gone)
        shown = making.shown(access, making.open_row(access, upload_id))
    return shown  # noqa: RET504 - only once it is committed


def make_pages(upload_id: str, given: PagesBody) -> making.InTheMaking:
    """Put the files together as the document that they will be. Raises Refused."""

    def plan(access: Access) -> list[Any]:
        if given.type not in patient_types():
            raise Refused(Reason.DOCUMENT_TYPE_NOT_ALLOWED, field="type")
        if given.day > clock.today() or given.day.year < EARLIEST_YEAR:
            raise Refused(Reason.UPLOAD_DAY_TO_COME, field="date")
        making.open_row(access, upload_id)
        rows = making.files(access, upload_id)
        if not rows:
            raise Refused(Reason.UPLOAD_NOTHING, field="file")
        if sum(row.part_size for row in rows) > deposit.LARGEST:
            raise Refused(Reason.UPLOAD_TOO_MANY)
        return rows

    def work(kept: Kept, rows: list[Any]) -> tuple[list[str], dict[str, Any]]:
        title, moment = given.title[:LONGEST_TITLE], int(clock.now().timestamp())
        sizes, parts = [row.part_size for row in rows], [row.part for row in rows]
        job = Job("join", sizes, [], parts, title, given.language, moment, given.page_words)
        outcome, blob, stored = converted(kept, job, [row.part_blob_id for row in rows])
        if stored.size > deposit.LARGEST:
            raise Refused(Reason.UPLOAD_TOO_MANY)
        made = {"pdf_blob_id": blob, "pdf_size": stored.size, "pages": outcome.pages}
        return [row.id for row in rows], made | {"pdf_sha256": stored.sha256, "pdf_sha1": stored.sha1}

    gone: list[str] = []
    with prepared(Action.UPLOAD_DOCUMENT, plan, work, gone) as (access, (files, made)):
        making.lock(access)
        row = making.open_row(access, upload_id)
        if [one.id for one in making.files(access, upload_id)] != files:
            raise Refused(Reason.UPLOAD_OVER)
        making.unmake(access, row, gone)
        values = {**made, "type_code": given.type, "day": given.day}
        access.connection.execute(update(Upload).where(*making.this(access, upload_id)).values(**values))
        shown = making.shown(access, making.open_row(access, upload_id))
    return shown  # noqa: RET504 - only once it is committed


def take_out(access: Access, upload_id: str, file_id: str, gone: list[str]) -> making.InTheMaking:
    """Leave one file out again; `gone` gets the names of blobs to remove once that is sure."""
    making.lock(access)
    row = making.open_row(access, upload_id)
    this = (_F.c.patient_id == access.subject.patient_id, _F.c.id == file_id, _F.c.upload_id == upload_id)
    found = access.connection.execute(select(_F.c.blob_id, _F.c.part_blob_id).where(*this)).first()
    if found is not None:
        access.connection.execute(delete(UploadFile).where(*this))
        gone += found
        making.unmake(access, row, gone)
    return making.shown(access, making.open_row(access, upload_id))


def forget(access: Access, upload_id: str, gone: list[str]) -> None:
    """Forget all of it; `gone` as above."""
    making.lock(access)
    making.open_row(access, upload_id)
    gone += making.clear(access.connection, access.subject.patient_id or "", upload_id)


def keep_document(access: Access, upload_id: str, given: KeepBody, gone: list[str]) -> str:
    """Make the shown pages a document of the record, its files behind it; pressing twice has one effect."""
    making.lock(access)
    row = access.connection.execute(select(_U).where(*making.this(access, upload_id))).first()
    if row is None:
        raise Refused(Reason.UPLOAD_OVER)
    if row.state == making.DONE:
        access.details |= {"document": row.document_id, "again": True}
        return str(row.document_id)
    files = making.files(access, upload_id)
    if row.pdf_blob_id is None or row.pdf_sha256 != given.pages_sha256 or row.day is None or not files:
        raise Refused(Reason.UPLOAD_OVER)
    document = _document(access, row, given)
    first = None
    for file in files:
        behind = replace(_file_behind(access, document, file), appends_id=first)
        deposit.keep(access, behind, file.blob_id)
        first = first or behind.id
        gone.append(file.part_blob_id)
    deposit.keep(access, replace(document, transforms_id=first), row.pdf_blob_id)
    mine = (_F.c.patient_id == access.subject.patient_id, _F.c.upload_id == upload_id)
    access.connection.execute(delete(UploadFile).where(*mine))
    done = {"state": making.DONE, "document_id": document.id, "pdf_blob_id": None}
    access.connection.execute(update(Upload).where(*making.this(access, upload_id)).values(**done))
    access.subject = Subject(access.subject.patient_id, "document", document.id)
    return document.id


def pages_blob(access: Access, upload_id: str) -> tuple[str, str]:
    """The blob of the pages that were made, and their SHA-256; raises Refused where there are none."""
    row = making.open_row(access, upload_id)
    if row.pdf_blob_id is None:
        raise Refused(Reason.UPLOAD_OVER)
    return row.pdf_blob_id, row.pdf_sha256


def _document(access: Access, row: Any, given: KeepBody) -> NewDocument:
    noon = datetime.combine(row.day, time(12), LUXEMBOURG)
    return NewDocument(
        patient_id=access.subject.patient_id or "",
        type_code=row.type_code,
        title=given.title.strip()[:LONGEST_TITLE],
        language=given.language,
        media_type="application/pdf",
        content=b"",
        organisation_id=None,
        software_id=PORTAL,
        created_at=min(noon, clock.now()),
        service_from=row.day,
        service_to=row.day,
        by_patient=True,
        stored=Stored(row.pdf_size, row.pdf_sha256, row.pdf_sha1),
    )


def _file_behind(access: Access, document: NewDocument, file: Any) -> NewDocument:
    """The file as it was given: for its owner alone, since it may tell where and with what it was made."""
    name = keys.open_sealed(making.record_key(access), file.name_sealed, f"upload-file:{file.id}").decode()
    return replace(
        document,
        id=new_id(),
        title=name or document.title,
        media_type=file.media_type,
        status="superseded",
        confidentiality=Confidentiality.SECRET,
        format_code=OWN_FILE_FORMAT,
        stored=Stored(file.size, file.sha256, file.sha1),
    )
