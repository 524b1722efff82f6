"""A statement on paper: its scan becomes, unseen, a document of the record; nobody of the helpdesk opens it again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from platform_api import closing, guard, helping, identification, paper_forms
from platform_api.conditions import OPEN_STATES
from platform_api.context import caller, platform
from platform_api.documents import deposit
from platform_api.documents.deposit import NewDocument, Stored
from platform_api.documents.upload_bytes import Kept
from platform_api.guard import Access, permit
from platform_api.models import PaperForm
from platform_api.principal import PORTAL
from platform_api.problems import Refused
from platform_api.statement import cda
from platform_api.vocabulary import OWN_PAPER_FORMAT, Action, DeskAct, PaperKind, Reason


@dataclass(frozen=True, slots=True)
class _Copy:
    """The scan, sealed with the record's own key."""

    paper_id: str
    blob: str
    stored: Stored


def put_in(title: str, description: str, language: str) -> None:
    """Put the statement that lies with the case into the record; the words are the portal's, for its holder."""
    kept, copy = (
        _copied() if guard.allowed(Action.ENTER_STATEMENT, paper_forms.record_and_form) else (None, None)
    )
    is_done = False
    gone = None
    try:
        with permit(Action.ENTER_STATEMENT, paper_forms.record_and_form) as access:
            row = paper_forms.with_the_case(access.connection, access.principal)
            if copy is None or row is None or row.id != copy.paper_id:
                raise Refused(Reason.PAPER_NOT_IN_HAND)
            if closing.locked_state(access.connection, access.subject.patient_id or "") not in OPEN_STATES:
                raise Refused(Reason.RECORD_NOT_OPEN)
            document = _document(access, row, copy, title, description, language)
            document_id = deposit.keep(access, document, copy.blob)
            none = {"scan_blob_id": None, "scan_key_sealed": None}
            access.connection.execute(update(PaperForm).where(PaperForm.id == row.id).values(**none))
            paper_forms.done(access, row, became=document_id)
            helping.done(access, DeskAct.STATEMENT)
            gone = row.scan_blob_id
        is_done = True
    finally:
        if kept is not None and not is_done:
            kept.forget()
    platform().blobs.remove(gone)


def _copied() -> tuple[Kept, _Copy] | tuple[None, None]:
    """The scan of the statement that lies with the case, sealed anew before any transaction begins to write."""
    running = platform()
    with running.database.read() as connection:
        principal = identification.identify(connection, caller())
        row = paper_forms.with_the_case(connection, principal)
    key = running.record_key(principal.patient_id or "")
    if row is None or row.kind != PaperKind.STATEMENT or key is None:
        return None, None
    kept = Kept(running, key)
    blob, stored = kept.put(_read(row))
    return kept, _Copy(row.id, blob, stored)


def _read(row: Any) -> Iterator[bytes]:
    running = platform()
    return running.blobs.get(row.scan_blob_id, paper_forms.scan_key(running, row))


def _document(
    access: Access, row: Any, copy: _Copy, title: str, description: str, language: str
) -> NewDocument:
    return NewDocument(
        patient_id=access.subject.patient_id or "",
        type_code=cda.TYPE_CODE,
        title=title,
        description=description,
        language=language,
        media_type="application/pdf",
        content=b"",
        organisation_id=None,
        software_id=PORTAL,
        created_at=row.received_at,
        format_code=OWN_PAPER_FORMAT,
        by_patient=True,
        stored=copy.stored,
    )
