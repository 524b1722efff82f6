"""Takes documents that belong together into a record: all with their bytes, trail and one answer, or nothing."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from msgspec import json
from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from platform_api import audit_trail, clock, identification, keys
from platform_api.audit_trail import Entry
from platform_api.context import Platform, caller, platform
from platform_api.documents import deposit
from platform_api.documents.deposit import NewDocument
from platform_api.guard import Access, Look, Subject, allowed, gather, permit
from platform_api.identifiers import new_id
from platform_api.models import Submission
from platform_api.problems import Refused
from platform_api.vocabulary import Action, Outcome, Reason


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """A submission set as its sender describes it; `answered` holds one `status Type/id` per entry of the request."""

    patient_id: str
    software_id: str
    unique_id: str
    source_id: str
    submitted_at: datetime
    answered: tuple[str, ...] = ()
    entry_uuid: str | None = None
    designation_code: str | None = None
    title: str | None = None
    author_id: str | None = None
    author_stated: dict[str, str] | None = None
    where: str = "Bundle"
    id: str = field(default_factory=new_id)


_find_submission = select(Submission.content_hash, Submission.answered, Submission.id).where(
    Submission.software_id == bindparam("of_software"), Submission.unique_id == bindparam("wanted")
)


def take_in(
    new: NewSubmission,
    documents: Sequence[NewDocument],
    look: Look,
    afterwards: Callable[[Access, tuple[str, ...]], object] | None = None,
) -> tuple[str, ...]:
    """Keep the submission and its documents; returns what to answer, for a retry what was answered then.

    The same submission set from the same software with the same bytes is a retry; with other ones it is
    refused as DUPLICATE_IDENTIFIER. Nothing stays behind of what is refused. `afterwards` is called in the
    same transaction with what is answered, once everything is written or recognised.
    """
    running = platform()
    blobs: list[str] = []
    answered: tuple[str, ...] | None = None
    is_retry = _is_known(running, new)
    try:
        if not is_retry and allowed(Action.DEPOSIT_DOCUMENT, look):
            for one in documents:
                deposit.check(one)
            for one in documents:
                blobs.append(deposit.store_bytes(running, one))
        with permit(Action.DEPOSIT_DOCUMENT, look) as access:
            answered = _answered_before(access, new, documents)
            if answered is None:
                _keep(access, new, documents, blobs)
            if afterwards is not None:
                afterwards(access, new.answered if answered is None else answered)
    except IntegrityError as error:  # the same identifier was handed over twice at the same time
        _remove(running, blobs)
        if not is_retry and _is_known(running, new):
            return take_in(new, documents, look, afterwards)
        raise Refused(Reason.DUPLICATE_IDENTIFIER, field=f"{documents[0].where}.masterIdentifier") from error
    except Refused as refusal:
        _remove(running, blobs)
        if refusal.reason is Reason.DUPLICATE_IDENTIFIER and not is_retry and _is_known(running, new):
            return take_in(new, documents, look, afterwards)  # its twin was a moment faster
        if refusal.reason is Reason.NOT_ALLOWED and _is_blocked(running, look):
            raise Refused(Reason.RECORD_TAKES_NOTHING) from refusal  # a block looks like a closed record
        raise
    except BaseException:
        _remove(running, blobs)
        raise
    if answered is not None:
        _remove(running, blobs)
        return answered
    return new.answered


def _keep(access: Access, new: NewSubmission, documents: Sequence[NewDocument], blobs: Sequence[str]) -> None:
    if len(blobs) != len(documents):
        raise Refused(Reason.RECORD_TAKES_NOTHING)
    for position, (one, blob_id) in enumerate(_in_order(documents, blobs)):
        deposit.keep(access, replace(one, submission_id=new.id), blob_id)
        access.details["submission"] = new.id
        if position < len(documents) - 1:
            _trace(access, one)
        else:
            access.subject = Subject(one.patient_id, "document", one.id)
    key = access.platform.record_key(new.patient_id) or b""
    stated = json.encode(new.author_stated).decode() if new.author_stated else None

    def sealed(text: str | None, name: str) -> bytes | None:
        return keys.seal(key, text.encode(), f"submission-{name}:{new.id}") if text else None

    access.connection.execute(
        insert(Submission),
        {
            "id": new.id,
            "patient_id": new.patient_id,
            "software_id": new.software_id,
            "unique_id": new.unique_id,
            "entry_uuid": new.entry_uuid,
            "source_id": new.source_id,
            "designation_code": new.designation_code,
            "title_sealed": sealed(new.title, "title"),
            "author_id": new.author_id,
            "author_sealed": sealed(stated, "author"),
            "submitted_at": new.submitted_at,
            "received_at": clock.now(),
            "content_hash": _content_hash(new, documents),
            "answered": list(new.answered),
        },
    )


def _in_order(documents: Sequence[NewDocument], blobs: Sequence[str]) -> list[tuple[NewDocument, str]]:
    """What a document of the same submission refers to comes before it; a ring of references is refused."""
    waiting = list(zip(documents, blobs, strict=True))
    ordered: list[tuple[NewDocument, str]] = []
    while waiting:
        pending = {one.id for one, _blob in waiting}
        free = [pair for pair in waiting if not pending & _related(pair[0])]
        if not free:
            raise Refused(Reason.REFERENCE_UNKNOWN, field=f"{waiting[0][0].where}.relatesTo")
        ordered += free
        waiting = [pair for pair in waiting if pair not in free]
    return ordered


def _related(one: NewDocument) -> set[str | None]:
    return {one.replaces_id, one.appends_id, one.transforms_id, one.signs_id}


def _trace(access: Access, one: NewDocument) -> None:
    """A trail entry of its own for each document but the last, whose entry the guard writes."""
    asking, principal = caller(), access.principal
    entry = Entry(
        chain=one.patient_id,
        action=Action.DEPOSIT_DOCUMENT,
        outcome=Outcome.ALLOWED,
        role=principal.role,
        person_id=principal.person_id,
        software_id=principal.software_id,
        object_kind="document",
        object_id=one.id,
        request_id=asking.request_id,
        details=dict(access.details),
    )
    audit_trail.append(access.connection, entry)


def _is_known(running: Platform, new: NewSubmission) -> bool:
    with running.database.read() as connection:
        return _row_of(connection, new) is not None


def _row_of(connection: Connection, new: NewSubmission) -> tuple[str, list[str], str] | None:
    values = {"of_software": new.software_id, "wanted": new.unique_id}
    row = connection.execute(_find_submission, values).first()
    return None if row is None else (row.content_hash, row.answered, row.id)


def _answered_before(
    access: Access, new: NewSubmission, documents: Sequence[NewDocument]
) -> tuple[str, ...] | None:
    row = _row_of(access.connection, new)
    if row is None:
        return None
    content_hash, answered, identifier = row
    if content_hash != _content_hash(new, documents):
        raise Refused(Reason.DUPLICATE_IDENTIFIER, field=f"{new.where}.identifier")
    access.details |= {"submission": identifier, "again": True}
    return tuple(answered)


def _content_hash(new: NewSubmission, documents: Sequence[NewDocument]) -> str:
    """What makes two requests the same submission: the record, the number of entries, identifiers and bytes."""
    parts = [(one.unique_id or "", hashlib.sha256(one.content).hexdigest()) for one in documents]
    return hashlib.sha256(json.encode([new.patient_id, len(new.answered), sorted(parts)])).hexdigest()


def _is_blocked(running: Platform, look: Look) -> bool:
    with running.database.read() as connection:
        principal = identification.identify(connection, caller())
        return gather(principal, look(connection, principal), connection).is_blocked is True


def _remove(running: Platform, blobs: Sequence[str]) -> None:
    for blob_id in blobs:
        running.blobs.remove(blob_id)
