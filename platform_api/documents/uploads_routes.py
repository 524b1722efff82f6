"""The paths under `/dsp/v1` by which a holder adds files of their own, takes documents back and brings them back."""

from typing import TypedDict
from urllib.parse import unquote

from flask import Blueprint, request

from platform_api import answers, requests
from platform_api.context import platform
from platform_api.document_types import document_types, patient_types
from platform_api.documents import upload_rows, uploads, withdrawing
from platform_api.guard import own_record, permit
from platform_api.problems import Refused
from platform_api.shapes import Moment, TypeCode
from platform_api.vocabulary import Action, Reason

bp = Blueprint("uploads", __name__, url_prefix="/dsp/v1")
LONGEST_NAME = 120
"""Characters of a file's name that are kept, as a suggestion for the document's title."""


class Uploads(TypedDict):
    """What was begun, which types may be added, how much (`largest` and `room` in bytes), what can return."""

    current: upload_rows.InTheMaking | None
    types: list[TypeCode]
    largest: int
    most_files: int
    room: int
    withdrawn: list[withdrawing.Withdrawn]


class DocumentKept(TypedDict):
    """The document that came to be."""

    document_id: str


class FilesBehind(TypedDict):
    """The files of which a document was made."""

    files: list[withdrawing.FileBehind]


class TakenBack(TypedDict):
    """Until when the document can be brought back."""

    undo_until: Moment


@bp.get("/uploads")
def overview() -> answers.Json[Uploads]:
    """What was begun, what may be added and how much of it, and what was withdrawn and can return."""
    with permit(Action.UPLOAD_DOCUMENT, own_record) as access:
        body: Uploads = {
            "current": upload_rows.current(access),
            "types": [code for code in document_types() if code in patient_types()],
            "largest": platform().settings.largest_file,
            "most_files": upload_rows.MOST_FILES,
            "room": upload_rows.room_left(access),
            "withdrawn": withdrawing.can_return(access),
        }
    return answers.Json(body)


@bp.post("/uploads")
def start() -> answers.Json[upload_rows.InTheMaking]:
    """Begin, or go on with what was begun."""
    with permit(Action.UPLOAD_DOCUMENT, own_record) as access:
        found = uploads.start(access)
    return answers.Json(found)


@bp.post("/uploads/<upload_id>/files")
def add(upload_id: str) -> answers.Json[upload_rows.InTheMaking]:
    """One file, as the bytes that it is; `DSP-File-Name` is its name, percent-encoded UTF-8."""
    name = unquote(request.headers.get("DSP-File-Name", ""))[:LONGEST_NAME]
    language = requests.language(request.headers.get("Accept-Language", "")[:2])
    return answers.Json(uploads.add(upload_id, name, request.stream, request.content_length, language))


@bp.delete("/uploads/<upload_id>/files/<file_id>")
def take_out(upload_id: str, file_id: str) -> answers.Json[upload_rows.InTheMaking]:
    """Leave one file out again."""
    gone: list[str] = []
    with permit(Action.UPLOAD_DOCUMENT, own_record) as access:
        found = uploads.take_out(access, upload_id, file_id, gone)
    _remove(gone)
    return answers.Json(found)


@bp.delete("/uploads/<upload_id>")
def forget(upload_id: str) -> answers.Empty:
    """Forget all of it."""
    gone: list[str] = []
    with permit(Action.UPLOAD_DOCUMENT, own_record) as access:
        uploads.forget(access, upload_id, gone)
    _remove(gone)
    return answers.Empty()


@bp.post("/uploads/<upload_id>/pages")
def make_pages(upload_id: str) -> answers.Json[upload_rows.InTheMaking]:
    """Put the files together as the document that they will be."""
    return answers.Json(uploads.make_pages(upload_id, requests.body(uploads.PagesBody)))


@bp.get("/uploads/<upload_id>/pages")
def pages(upload_id: str) -> answers.Pdf:
    """The pages as they will be kept, to be looked at before that."""
    with permit(Action.UPLOAD_DOCUMENT, own_record) as access:
        blob, sha256 = uploads.pages_blob(access, upload_id)
        patient_id = access.subject.patient_id or ""
    key = platform().record_key(patient_id)
    if key is None:
        raise Refused(Reason.RECORD_NOT_OPEN)
    response = answers.Pdf(b"".join(platform().blobs.get(blob, key)))
    response.set_etag(sha256)
    return response


@bp.post("/uploads/<upload_id>/keep")
def keep(upload_id: str) -> answers.Json[DocumentKept]:
    """The yes: the pages become a document."""
    given = requests.body(uploads.KeepBody)
    gone: list[str] = []
    with permit(Action.KEEP_UPLOAD, own_record) as access:
        document_id = uploads.keep_document(access, upload_id, given, gone)
    _remove(gone)
    return answers.Json({"document_id": document_id})


@bp.get("/documents/<own_document_id>/files")
def files(own_document_id: str) -> answers.Json[FilesBehind]:
    """The files of which an own document was made, for their owner alone."""
    with permit(Action.UPLOAD_DOCUMENT, withdrawing.own_upload(own_document_id)) as access:
        if not access.facts.own_upload:
            raise Refused(Reason.NOT_FOUND, admit=False)
        shown = withdrawing.shown_files(access)
    return answers.Json({"files": shown})


@bp.delete("/documents/<own_document_id>")
def withdraw(own_document_id: str) -> answers.Json[TakenBack]:
    """Take an own document back."""
    with permit(Action.WITHDRAW_DOCUMENT, withdrawing.own_upload(own_document_id)) as access:
        until = withdrawing.withdraw(access)
    return answers.Json({"undo_until": until})


@bp.post("/documents/<own_document_id>/restore")
def restore(own_document_id: str) -> answers.Empty:
    """Bring it back."""
    with permit(Action.RESTORE_DOCUMENT, withdrawing.own_upload(own_document_id)) as access:
        withdrawing.restore(access)
    return answers.Empty()


def _remove(gone: list[str]) -> None:
    for name in gone:
        platform().blobs.remove(name)
