"""Taking a form in: one row for its number, with its scan sealed; and pages that are added while it is in hand."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, update

from platform_api import clock, guard, identification, paper_forms, paper_numbers
from platform_api.context import caller, platform
from platform_api.db import insert_if_absent
from platform_api.documents.upload_bytes import Kept
from platform_api.guard import Access, Subject, permit
from platform_api.identifiers import new_id
from platform_api.models import PaperForm
from platform_api.papers import correcting
from platform_api.papers.listing import Paper, shown
from platform_api.papers.scans import Incoming, Scan, cleaned
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Action, PaperKind, PaperState, Reason

_P = PaperForm.__table__


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came in: the print's kind and number, and the scan as it comes."""

    kind: str
    number: str
    file: Incoming


def register(came: Arrival) -> Paper:
    """Keep a form that came in; raises Refused for a number that is known, or a file that is no scan."""
    with _kept(secrets.token_bytes(32)) as kept:
        scan, refusal = None, Refused(Reason.INTERNAL)
        if guard.allowed(Action.REGISTER_PAPER, _desk):
            try:
                _check(came)
                scan = cleaned(kept, came.file)
            except Refused as refused:
                refusal = refused
        with permit(Action.REGISTER_PAPER, _desk) as access:
            if scan is None:
                raise refusal
            identifier = _insert(access, came, scan, kept.key)
            made = shown(access, _row(access.connection, identifier))
        kept.names.remove(scan.blob)
    return made


def add_pages(number: str, file: Incoming) -> Paper:
    """More pages behind those of a form in hand, such as a copy that lay apart; raises Refused."""
    running, look = platform(), paper_forms.find(number)
    before = (
        _before(number) if guard.allowed(Action.ADD_PAGES, paper_forms.find(number, lock=False)) else None
    )
    key = paper_forms.scan_key(running, before) if before is not None else b""
    with _kept(key) as kept:
        scan, refusal = None, Refused(Reason.PAPER_NOT_IN_HAND)
        if before is not None:
            try:
                scan = cleaned(kept, file, [(before.scan_blob_id, before.scan_size, "pdf")])
            except Refused as refused:
                refusal = refused
        with permit(Action.ADD_PAGES, look) as access:
            if scan is None:
                raise refusal
            row = access.subject.payload
            if (
                before is None
                or row.scan_blob_id != before.scan_blob_id
                or row.patient_id != before.patient_id
            ):
                raise Refused(Reason.DECIDED_ALREADY)
            access.connection.execute(update(PaperForm).where(_P.c.id == row.id).values(**_of(scan)))
            access.details.update(paper=row.number, pages=scan.pages)
            made = shown(access, _row(access.connection, row.id))
        kept.names.remove(scan.blob)
    running.blobs.remove(before.scan_blob_id)
    return made


@contextmanager
def _kept(key: bytes) -> Iterator[Kept]:
    """The files of one request: whatever is still named at its end goes."""
    kept = Kept(platform(), key)
    try:
        yield kept
    finally:
        kept.forget()


def _check(came: Arrival) -> None:
    if came.kind not in list(PaperKind):
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="kind")
    if paper_numbers.check(came.number) is None:
        raise Refused(Reason.PAPER_NUMBER_TYPO, field="number")


def _before(number: str) -> Any:
    with platform().database.read() as connection:
        principal = identification.identify(connection, caller())
        return paper_forms.find(number, lock=False)(connection, principal).payload


def _insert(access: Access, came: Arrival, scan: Scan, key: bytes) -> str:
    """The row; a form that was sent back, or withdrawn, may come again under its number."""
    connection, identifier, moment = access.connection, new_id(), clock.now()
    number = paper_numbers.check(came.number)
    again = _P.c.state.in_((PaperState.REFUSED, PaperState.WITHDRAWN))
    connection.execute(delete(PaperForm).where(_P.c.number == number, again))
    row: dict[str, Any] = {
        "id": identifier,
        "number": number,
        "kind": came.kind,
        "language": came.file.language,
        "state": PaperState.WAITING,
        "received_at": moment,
        "received_by": access.principal.account_id,
        "due_at": correcting.due(came.kind, moment),
        "scan_key_sealed": paper_forms.seal_scan_key(access.platform, identifier, key),
        **_of(scan),
    }
    insert_if_absent(connection, _P, row)
    if _row(connection, identifier) is None:
        raise Refused(Reason.PAPER_KNOWN, field="number")
    access.subject = Subject(kind="paper", id=number)
    access.details.update(paper=number, kind=came.kind, pages=scan.pages)
    return identifier


def _of(scan: Scan) -> dict[str, Any]:
    return {
        "scan_blob_id": scan.blob,
        "scan_size": scan.stored.size,
        "scan_sha256": scan.stored.sha256,
        "scan_sha1": scan.stored.sha1,
        "pages": scan.pages,
    }


def _row(connection: Connection, identifier: str) -> Any:
    return connection.execute(paper_forms.rows().where(_P.c.id == identifier)).first()


def _desk(_connection: Connection, principal: Principal) -> Subject:
    return Subject(kind="paper", id=principal.account_id)
