"""What a holder asks about their rights: a correction, a complaint; and their choice about research.

The holder's paths call `ask`, `mine`, `withdraw`; whoever answers (a supervisor) calls `waiting` and `answer`. Words
and answers are sealed with the record's key; the trail keeps kind and number only.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from platform_api import clock, delays, keys, letter_codes, outbox
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import Document, RightsRequest, SecondaryUse
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Delay, Notice, Reason, RequestKind, RequestState

LONGEST = 4000
MOST_WAITING = 20
"""So many requests of one holder can wait at a time."""
_R = RightsRequest.__table__


@dataclass(frozen=True, slots=True)
class Request:
    """A request as its holder sees it."""

    number: str
    kind: str
    state: str
    text: str
    answer: str
    asked_at: datetime
    due_at: datetime
    closed_at: datetime | None
    document_id: str | None


def ask(access: Access, kind: RequestKind, text: str, document_id: str | None) -> Request:
    """Queue a request, with its deadline; raises Refused for an empty or endless text, or a document of others."""
    words = text.strip()
    if not words:
        raise Refused(Reason.REQUEST_EMPTY, field="text")
    if len(words) > LONGEST:
        raise Refused(Reason.REQUEST_TOO_LONG, field="text")
    connection, who, moment = access.connection, access.subject.patient_id or "", clock.now()
    if document_id is not None:
        theirs = select(Document.id).where(Document.patient_id == who, Document.id == document_id)
        if connection.execute(theirs).first() is None:
            raise Refused(Reason.NOT_FOUND)
    open_ones = connection.execute(
        select(_R.c.id).where(_R.c.patient_id == who, _R.c.state == RequestState.WAITING)
    ).all()
    if len(open_ones) >= MOST_WAITING:
        raise Refused(Reason.TOO_MANY_TRIES, retry_after=24 * 3600)
    identifier, number = new_id(), _new_number(connection)
    row = {
        "id": identifier,
        "number": number,
        "patient_id": who,
        "kind": kind,
        "state": RequestState.WAITING,
        "document_id": document_id,
        "text_sealed": keys.seal(_key(access, who), words.encode(), f"request:{identifier}"),
        "asked_at": moment,
        "due_at": delays.over_at(Delay.ANSWER_REQUEST, moment),
    }
    connection.execute(insert(RightsRequest), row)
    access.details |= {"request": number, "kind": kind.value}
    outbox.tell_holder(
        connection, access.platform.keys, Notice.REQUEST_RECEIVED, who, parameters={"number": number}
    )
    return mine(access)[0]


def mine(access: Access) -> list[Request]:
    """The holder's own requests, the newest first."""
    who = access.subject.patient_id or ""
    rows = access.connection.execute(
        select(_R).where(_R.c.patient_id == who).order_by(_R.c.asked_at.desc(), _R.c.id.desc())
    ).all()
    return [_shown(access, row) for row in rows]


def withdraw(access: Access, number: str) -> None:
    """Take a request back while nobody answered it."""
    changed = access.connection.execute(
        update(RightsRequest)
        .where(
            _R.c.number == number,
            _R.c.patient_id == access.subject.patient_id,
            _R.c.state == RequestState.WAITING,
        )
        .values(state=RequestState.WITHDRAWN, closed_at=clock.now())
    )
    if changed.rowcount != 1:
        raise Refused(Reason.NOT_FOUND)
    access.details["request"] = number


def waiting(access: Access, most: int = 100) -> list[Request]:
    """What waits for an answer, of everybody, the most urgent first."""
    rows = access.connection.execute(
        select(_R).where(_R.c.state == RequestState.WAITING).order_by(_R.c.due_at, _R.c.id).limit(most)
    ).all()
    return [_shown(access, row) for row in rows]


def of_number(number: str) -> Look:
    """A look-up for the guard: whose request this is."""

    def look(connection: Connection, _principal: Principal) -> Subject:
        row = connection.execute(select(_R.c.patient_id, _R.c.number).where(_R.c.number == number)).first()
        if row is None:
            return Subject(kind="request", facts={"exists": False})
        return Subject(row.patient_id, "request", row.number, facts={"exists": True})

    return look


def answer(access: Access, text: str) -> None:
    """Answer a request, once; its holder is told that there is an answer, not what it says."""
    connection, who = access.connection, access.subject.patient_id or ""
    if not text.strip() or len(text) > LONGEST:
        raise Refused(Reason.REQUEST_EMPTY if not text.strip() else Reason.REQUEST_TOO_LONG, field="text")
    row = connection.execute(select(_R).where(_R.c.number == access.subject.id).with_for_update()).one()
    if row.state != RequestState.WAITING:
        raise Refused(Reason.DECIDED_ALREADY)
    sealed = keys.seal(_key(access, who), text.strip().encode(), f"request-answer:{row.id}")
    connection.execute(
        update(RightsRequest)
        .where(_R.c.id == row.id)
        .values(
            state=RequestState.ANSWERED,
            answer_sealed=sealed,
            closed_at=clock.now(),
            answered_by=access.principal.account_id,
        )
    )
    outbox.tell_holder(
        connection, access.platform.keys, Notice.REQUEST_ANSWERED, who, parameters={"number": row.number}
    )


def secondary_use(access: Access) -> bool:
    """Whether the record's data may serve research and planning; they may unless the holder objected."""
    chosen = access.connection.execute(
        select(SecondaryUse.allowed).where(SecondaryUse.patient_id == access.subject.patient_id)
    ).scalar()
    return chosen is not False


def set_secondary_use(access: Access, *, allowed: bool) -> None:
    """Object to that, or allow it again; neither needs a reason."""
    who = access.subject.patient_id or ""
    access.connection.execute(delete(SecondaryUse).where(SecondaryUse.patient_id == who))
    row = {"patient_id": who, "allowed": allowed, "changed_at": clock.now()}
    access.connection.execute(insert(SecondaryUse), row)
    access.details["allowed"] = allowed


def _shown(access: Access, row: Any) -> Request:
    key = access.platform.record_key(row.patient_id)
    opened = keys.opener(key) if key is not None else None
    return Request(
        number=row.number,
        kind=row.kind,
        state=row.state,
        text=opened(row.text_sealed, f"request:{row.id}") if opened else "",
        answer=opened(row.answer_sealed, f"request-answer:{row.id}") if opened and row.answer_sealed else "",
        asked_at=row.asked_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        document_id=row.document_id,
    )


def _key(access: Access, patient_id: str) -> bytes:
    key = access.platform.record_key(patient_id)
    if key is None:
        raise Refused(Reason.RECORD_NOT_OPEN)
    return key


def _new_number(connection: Connection) -> str:
    while True:
        plain = "".join(secrets.choice(letter_codes.ALPHABET) for _ in range(8))
        number = f"{plain[:4]}-{plain[4:]}"
        if connection.execute(select(_R.c.id).where(_R.c.number == number)).first() is None:
            return number
