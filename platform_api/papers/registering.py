"""Taking a form in: its scan made clean in a process of its own, sealed, and one row for its number."""

import secrets
from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import Connection, delete

from platform_api import clock, delays, guard, paper_forms, paper_numbers
from platform_api.context import Platform, platform
from platform_api.conversion.work import Job
from platform_api.db import insert_if_absent
from platform_api.documents.deposit import Stored
from platform_api.documents.upload_bytes import Kept, arriving, converted, made_clean
from platform_api.guard import Access, Subject, permit
from platform_api.identifiers import new_id
from platform_api.models import PaperForm
from platform_api.papers.listing import Paper, shown
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Action, Delay, PaperKind, PaperState, Reason

_PICTURES = "image/"
_PDF = "application/pdf"
_P = PaperForm.__table__


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came in: the print's kind, number and language, and the scan as it comes."""

    kind: str
    number: str
    language: str
    file_name: str
    stream: IO[bytes]
    length: int | None


@dataclass(frozen=True, slots=True)
class _Scan:
    """The clean scan in the store."""

    blob: str
    stored: Stored
    pages: int


def register(came: Arrival) -> Paper:
    """Keep a form that came in; raises Refused for a number that is known, or a file that is no scan."""
    running = platform()
    kept = Kept(running, secrets.token_bytes(32))
    scan: _Scan | None = None
    refusal = Refused(Reason.INTERNAL)
    keeps: str | None = None
    try:
        if guard.allowed(Action.REGISTER_PAPER, _desk):
            try:
                scan = _scanned(running, kept, came)
            except Refused as refused:
                refusal = refused
        with permit(Action.REGISTER_PAPER, _desk) as access:
            if scan is None:
                raise refusal
            identifier = _insert(access, came, scan, kept.key)
            made = shown(access, _row(access.connection, identifier))
        keeps = scan.blob
    finally:
        kept.names = [name for name in kept.names if name != keeps]
        kept.forget()
    return made


def _scanned(running: Platform, kept: Kept, came: Arrival) -> _Scan:
    """The file as one clean PDF; nothing but a PDF and pictures is a scan."""
    largest = running.settings.largest_file
    if came.kind not in list(PaperKind):
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="kind")
    if paper_numbers.check(came.number) is None:
        raise Refused(Reason.PAPER_NUMBER_TYPO, field="number")
    if came.length is not None and came.length > largest:
        raise Refused(Reason.CONTENT_TOO_LARGE, data={"largest": largest})
    blob, stored = kept.put(arriving(came.stream), largest)
    if not stored.size:
        raise Refused(Reason.CONTENT_EMPTY)
    moment = int(clock.now().timestamp())
    title = f"DSP-{came.kind} {came.number}"
    job = Job("clean", [], [came.file_name], [], title, came.language, moment)
    outcome, part, part_stored = made_clean(kept, blob, stored.size, job)
    if outcome.media_type != _PDF and not outcome.media_type.startswith(_PICTURES):
        raise Refused(Reason.UPLOAD_KIND)
    if outcome.part == "pdf":
        return _Scan(part, part_stored, outcome.pages)
    join = Job("join", [part_stored.size], [], [outcome.part], title, came.language, moment)
    whole, pdf, pdf_stored = converted(kept, join, [part])
    return _Scan(pdf, pdf_stored, whole.pages)


def _insert(access: Access, came: Arrival, scan: _Scan, key: bytes) -> str:
    """The row; a form that was sent back may come again under its number."""
    connection, identifier, moment = access.connection, new_id(), clock.now()
    number = paper_numbers.check(came.number)
    connection.execute(delete(PaperForm).where(_P.c.number == number, _P.c.state == PaperState.REFUSED))
    delay = Delay.OPENING_LETTER if came.kind == PaperKind.OPENING else Delay.ANSWER_REQUEST
    row: dict[str, Any] = {
        "id": identifier,
        "number": number,
        "kind": came.kind,
        "language": came.language,
        "state": PaperState.WAITING,
        "received_at": moment,
        "received_by": access.principal.account_id,
        "due_at": delays.over_at(delay, moment),
        "scan_blob_id": scan.blob,
        "scan_key_sealed": paper_forms.seal_scan_key(access.platform, identifier, key),
        "scan_size": scan.stored.size,
        "scan_sha256": scan.stored.sha256,
        "scan_sha1": scan.stored.sha1,
        "pages": scan.pages,
    }
    insert_if_absent(connection, _P, row)
    if _row(connection, identifier) is None:
        raise Refused(Reason.PAPER_KNOWN, field="number")
    access.subject = Subject(kind="paper", id=number)
    access.details.update(paper=number, kind=came.kind, pages=scan.pages)
    return identifier


def _row(connection: Connection, identifier: str) -> Any:
    return connection.execute(paper_forms.rows().where(_P.c.id == identifier)).first()


def _desk(_connection: Connection, principal: Principal) -> Subject:
    return Subject(kind="paper", id=principal.account_id)
