"""Petitions: asked by the holder, answered by a supervisor; the words are sealed with the record's key."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, update

from platform_api import clock, delays, keys, outbox, posting
from platform_api.context import Platform
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import Account, AuditEntry, Document, Petition, Professional, Software
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.shapes import Moment
from platform_api.vocabulary import (
    Action,
    Delay,
    Notice,
    Outcome,
    PetitionKind,
    PetitionState,
    PostKind,
    Purpose,
    Reason,
    Role,
)
from platform_api.waiting import UNANSWERED

LONGEST = 4000  # characters of a text or an answer
MOST_OPEN = 20  # petitions of one record that wait for an answer
_P = Petition.__table__


@dataclass(frozen=True, slots=True)
class Told:
    """A petition as its author, or the supervisor who answers it, reads it."""

    id: str
    number: str
    kind: PetitionKind
    state: PetitionState
    text: str
    answer: str
    asked_at: Moment
    due_on: date
    answered_at: Moment | None
    is_new: bool
    entry_id: str | None
    document_id: str | None
    act: Action | None = None
    outcome: Outcome | None = None
    happened_at: Moment | None = None
    who: str | None = None
    role: Role | None = None
    purpose: Purpose | None = None


def about(kind: PetitionKind, entry_id: str | None, document_id: str | None) -> Look:
    """A look-up for the guard: an entry of one's own journal, one of one's own documents, or the record as a whole."""

    def look(connection: Connection, principal: Principal) -> Subject:
        patient_id = principal.patient_id or ""
        there = True
        if kind is PetitionKind.ACCESS_QUESTION:
            mine = (AuditEntry.chain == patient_id, AuditEntry.id == (entry_id or ""))
            there = bool(connection.execute(select(exists().where(*mine))).scalar())
        elif document_id is not None:
            own = (Document.patient_id == patient_id, Document.id == document_id)
            there = bool(connection.execute(select(exists().where(*own))).scalar())
        return Subject(principal.patient_id, "petition", None, facts={"exists": there})

    return look


def own(petition_id: str) -> Look:
    """A look-up for the guard: one of the petitions about this record."""

    def look(connection: Connection, principal: Principal) -> Subject:
        row = connection.execute(
            select(_P)
            .where(_P.c.id == petition_id, _P.c.patient_id == (principal.patient_id or ""))
            .with_for_update()
        ).first()
        return Subject(principal.patient_id, "petition", petition_id[:36], row, {"exists": row is not None})

    return look


def waiting(petition_id: str) -> Look:
    """A look-up for the guard: a petition of anybody, for who answers it; the trail of its record tells."""

    def look(connection: Connection, _principal: Principal) -> Subject:
        row = connection.execute(select(_P).where(_P.c.id == petition_id).with_for_update()).first()
        patient_id = row.patient_id if row else None
        return Subject(patient_id, "petition", petition_id[:36], row, {"exists": row is not None})

    return look


def ask(
    access: Access, kind: PetitionKind, text: str, entry_id: str | None, document_id: str | None
) -> tuple[str, str]:
    """Keep what is asked; returns id and number. The same text about the same thing twice has one effect.

    Raises Refused when too many wait already.
    """
    connection, patient_id = access.connection, access.subject.patient_id or ""
    key = _key(access.platform, patient_id)
    open_ones = connection.execute(
        select(_P).where(_P.c.patient_id == patient_id, _P.c.state.in_(UNANSWERED)).with_for_update()
    ).all()
    for row in open_ones:
        same = (row.kind, row.entry_id, row.document_id) == (kind, entry_id, document_id)
        if same and _open(key, row.text_sealed, "text", row.id) == text:
            return row.id, row.number
    if len(open_ones) >= MOST_OPEN:
        raise Refused(Reason.TOO_MANY_PETITIONS)
    identifier, moment = new_id(), clock.now()
    number = f"{moment:%y}-{secrets.randbelow(10**6):06d}"
    values = {
        "id": identifier,
        "number": number,
        "patient_id": patient_id,
        "kind": kind,
        "state": PetitionState.RECEIVED,
        "entry_id": entry_id if kind is PetitionKind.ACCESS_QUESTION else None,
        "document_id": document_id if kind is PetitionKind.RECTIFICATION else None,
        "text_sealed": keys.seal(key, text.encode(), f"petition-text:{identifier}"),
        "asked_by": access.principal.account_id,
        "asked_at": moment,
        "due_on": delays.last_day(delays.over_at(Delay.ANSWER_REQUEST, moment)),
    }
    connection.execute(insert(Petition), values)
    access.details.update(petition=identifier, kind=kind.value)
    return identifier, number


def listed(access: Access) -> list[Told]:
    """Every petition about this record, the newest first; an answer counts as read from now on."""
    connection, patient_id = access.connection, access.subject.patient_id or ""
    rows = connection.execute(
        select(_P).where(_P.c.patient_id == patient_id).order_by(_P.c.asked_at.desc(), _P.c.id)
    ).all()
    told = _told(access, rows)
    unread = [row.id for row in rows if row.answered_at is not None and row.read_at is None]
    if unread and access.principal.account_id is not None:
        connection.execute(update(Petition).where(Petition.id.in_(unread)).values(read_at=clock.now()))
    return told


def withdraw(access: Access) -> None:
    """The holder no longer wants an answer; what was answered stays."""
    row = access.subject.payload
    if row.state in UNANSWERED:
        _set(access.connection, row.id, state=PetitionState.WITHDRAWN)


def queue(access: Access) -> list[Told]:
    """Everything that waits for an answer, by its deadline, without the texts: those are opened one by one."""
    rows = access.connection.execute(
        select(_P).where(_P.c.state.in_(UNANSWERED)).order_by(_P.c.due_on, _P.c.asked_at, _P.c.id).limit(200)
    ).all()
    return [_bare(row) for row in rows]


def take(access: Access) -> Told:
    """Open one to answer it: what was asked, and what the journal says of the access, without types and titles."""
    row = access.subject.payload
    if row.state == PetitionState.WITHDRAWN:
        raise Refused(Reason.PETITION_CLOSED)  # what was taken back stays unread
    if row.state == PetitionState.RECEIVED:
        _set(access.connection, row.id, state=PetitionState.IN_HAND, taken_by=access.principal.account_id)
    access.details["kind"] = row.kind
    return _told(access, [row])[0]


def answer(access: Access, text: str) -> None:
    """Answer it and tell its author that an answer is there; a second answer is refused."""
    row = access.subject.payload
    if row.state not in UNANSWERED:
        raise Refused(Reason.PETITION_CLOSED)
    key = _key(access.platform, row.patient_id)
    _set(
        access.connection,
        row.id,
        state=PetitionState.ANSWERED,
        answer_sealed=keys.seal(key, text.encode(), f"petition-answer:{row.id}"),
        answered_by=access.principal.account_id,
        answered_at=clock.now(),
    )
    access.details["kind"] = row.kind
    if _asked_at_the_desk(access.connection, row):
        said = {"number": row.number, "answer": text}
        posting.queue(
            access.connection, access.platform.keys, PostKind.PETITION_ANSWERED, row.patient_id, said
        )
    parameters = {"number": row.number}
    outbox.tell_holder(
        access.connection,
        access.platform.keys,
        Notice.PETITION_ANSWERED,
        row.patient_id,
        parameters=parameters,
    )


def _asked_at_the_desk(connection: Connection, row: Any) -> bool:
    """Whether the helpdesk typed it for somebody who wrote or called: they are answered by letter too."""
    role = connection.execute(select(Account.role).where(Account.id == row.asked_by)).scalar()
    return role in (Role.AGENT, Role.SUPERVISOR)


def unread(connection: Connection, patient_id: str) -> int:
    """How many answers the holder has not read yet."""
    new = (_P.c.patient_id == patient_id, _P.c.answered_at.is_not(None), _P.c.read_at.is_(None))
    return connection.execute(select(func.count()).select_from(_P).where(*new)).scalar_one()


def _told(access: Access, rows: Any) -> list[Told]:
    found = []
    entries = _entries(access.connection, [row.entry_id for row in rows if row.entry_id])
    for row in rows:
        key = access.platform.record_key(row.patient_id)
        bare = _bare(row)
        entry = entries.get(row.entry_id)
        words = {
            "text": _open(key, row.text_sealed, "text", row.id) if key else "",
            "answer": _open(key, row.answer_sealed, "answer", row.id) if key and row.answer_sealed else "",
        }
        about_it = {} if entry is None else entry
        found.append(Told(**{**_fields(bare), **words, **about_it}))
    return found


def _bare(row: Any) -> Told:
    return Told(
        id=row.id,
        number=row.number,
        kind=PetitionKind(row.kind),
        state=PetitionState(row.state),
        text="",
        answer="",
        asked_at=row.asked_at,
        due_on=row.due_on,
        answered_at=row.answered_at,
        is_new=row.answered_at is not None and row.read_at is None,
        entry_id=row.entry_id,
        document_id=row.document_id,
    )


def _fields(told: Told) -> dict[str, Any]:
    return {name: getattr(told, name) for name in Told.__dataclass_fields__}


def _entries(connection: Connection, ids: list[str]) -> dict[str, dict[str, Any]]:
    """What the journal says of these accesses: act, who, when, why; no type, no title."""
    if not ids:
        return {}
    rows = connection.execute(
        select(
            AuditEntry.id,
            AuditEntry.action,
            AuditEntry.outcome,
            AuditEntry.recorded_at,
            AuditEntry.role,
            AuditEntry.purpose,
            Professional.prefix,
            Professional.given,
            Professional.family,
            Software.name,
        )
        .join_from(AuditEntry, Professional, Professional.id == AuditEntry.person_id, isouter=True)
        .join(Software, Software.client_id == AuditEntry.software_id, isouter=True)
        .where(AuditEntry.id.in_(ids))
    )
    return {
        row.id: {
            "act": row.action,
            "outcome": row.outcome,
            "happened_at": row.recorded_at,
            "who": " ".join(part for part in (row.prefix, row.given, row.family) if part) or row.name,
            "role": row.role,
            "purpose": row.purpose,
        }
        for row in rows
    }


def _set(connection: Connection, petition_id: str, **values: Any) -> None:
    connection.execute(update(Petition).where(Petition.id == petition_id).values(**values))


def _key(running: Platform, patient_id: str) -> bytes:
    key = running.record_key(patient_id)
    if key is None:
        raise Refused(Reason.NOT_FOUND, admit=False)
    return key


def _open(key: bytes, sealed: bytes, part: str, identifier: str) -> str:
    return keys.open_sealed(key, sealed, f"petition-{part}:{identifier}").decode()
