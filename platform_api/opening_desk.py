"""The desk's part of requests for a record: the queue, and the decision once both documents were seen."""

import re
import secrets
from dataclasses import asdict, dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, or_, select, update

from platform_api import (
    clock,
    closing,
    four_eyes,
    matricule,
    outbox,
    posting,
    record_states,
    shapes,
)
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import Dossier, GuardedRecord, Letter, OpeningRequest, Patient, StaffMember
from platform_api.opening import Form, known_person, queue, waits_of
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import (
    DossierState,
    LetterState,
    Notice,
    OpeningRefusal,
    OpeningState,
    OpeningTold,
    PostKind,
    Reason,
)

_R = OpeningRequest.__table__
AT_ONCE = 100
"""Requests in one part of the queue."""
_TOWN = re.compile(r"^(?P<street>.+?)[,\n]\s*(?:L-?\s*)?(?P<code>\d{4})\s+(?P<city>[^,\n]+)$", re.S)


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A request as the desk sees it: what was filled in, and how much time is left."""

    id: str
    number: str
    language: shapes.Language
    last_name: str
    first_name: str
    masked_matricule: str
    address: str
    phone: str
    email: str
    asked_at: shapes.Moment
    letter_due_at: shapes.Moment


@dataclass(frozen=True, slots=True)
class OneWaiting(WaitingRequest):
    """A request that an agent works on, and how whoever asked would be told that it was declined."""

    told: OpeningTold


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of what waits, and how much waits in all."""

    waiting: list[WaitingRequest]
    count: int
    oldest: shapes.Moment | None
    due_at: shapes.Moment | None


def enter(
    access: Access, given: Form, index: str, *, identity_seen: bool, card_seen: bool
) -> tuple[str, str]:
    """Ask for somebody whose signed form lies here, and accept; returns the request's number and the patient's id.

    Where a request of theirs waits already, that one is accepted.
    """
    queue(access, given, index)
    waits = select(_R.c.number).where(*waits_of(index))
    number = str(access.connection.execute(waits).scalar_one())
    return number, accept(access, number, identity_seen=identity_seen, card_seen=card_seen)


def waiting(access: Access, after: str = "") -> Queue:
    """What waits at the desk, the most urgent first, from behind the request of this number on."""
    connection, open_ones = access.connection, (_R.c.state == OpeningState.WAITING, _R.c.again_of.is_(None))
    found = select(_R).where(*open_ones)
    last = connection.execute(select(_R.c.letter_due_at, _R.c.id).where(_R.c.number == after)).first()
    if last is not None:
        same_day = (_R.c.letter_due_at == last.letter_due_at) & (_R.c.id > last.id)
        found = found.where(or_(_R.c.letter_due_at > last.letter_due_at, same_day))
    rows = connection.execute(found.order_by(_R.c.letter_due_at, _R.c.id).limit(AT_ONCE)).all()
    measured = select(func.count(), func.min(_R.c.asked_at), func.min(_R.c.letter_due_at)).where(*open_ones)
    count, oldest, due = connection.execute(measured).one()
    return Queue([_shown(row, _opened(access, row)) for row in rows], count, oldest, due)


def one_waiting(access: Access, number: str) -> OneWaiting:
    """One request that waits; raises Refused once it was decided."""
    row = access.connection.execute(select(_R).where(_R.c.number == number)).first()
    if row is None or row.form_sealed is None or row.state != OpeningState.WAITING:
        raise Refused(Reason.NOT_FOUND)
    form = _opened(access, row)
    told = _told(known_person(access.connection, row.matricule_index), form)
    return OneWaiting(**asdict(_shown(row, form)), told=told)


def accept(access: Access, number: str, *, identity_seen: bool, card_seen: bool) -> str:
    """Both documents were seen: make the record if there is none, and queue the letter; returns the patient's id.

    Somebody who objected opts in again (EHDS art. 10); a closed record is opened again; an erased one begins empty.
    """
    if not (identity_seen and card_seen):
        raise Refused(Reason.IDENTITY_NOT_SEEN)
    row = _waiting_row(access.connection, number)
    form = _opened(access, row)
    known = known_person(access.connection, row.matricule_index)
    patient_id = _open_again(access, known) if known else _new_person(access, form, row.matricule_index)
    queue_letter(access.connection, patient_id, row.language)
    seen = {"identity_seen": True, "card_seen": True, "patient_id": patient_id}
    _decide(access, row, OpeningState.ACCEPTED, seen)
    access.subject = Subject(patient_id, "opening", row.number)
    return patient_id


def to_decide(number: str) -> Look:
    """A look-up for the guard: a request, and whether who decides stands apart from the person.

    A colleague's request, and one about a specially protected record, is a supervisor's to decide.
    """

    def look(connection: Connection, principal: Principal) -> Subject:
        row = connection.execute(select(_R.c.matricule_index).where(_R.c.number == number)).first()
        if row is None or principal.account_id is None:
            return Subject(kind="opening", facts={"exists": False})
        facts = {"exists": True} | about_person(connection, principal, row.matricule_index)
        return Subject(kind="opening", id=number[:20], facts=facts)

    return look


def about_person(connection: Connection, principal: Principal, index: str) -> dict[str, bool]:
    """Whether a member of staff stands apart from the person with this matricule; whether a supervisor is needed."""
    colleague = select(StaffMember.account_id).where(StaffMember.own_index == index)
    guarded = (
        select(GuardedRecord.patient_id)
        .join(Patient, Patient.id == GuardedRecord.patient_id)
        .where(Patient.matricule_index == index)
    )
    return {
        "stands_apart": four_eyes.is_apart(connection, principal.account_id or "", index),
        "supervisor_needed": any(connection.execute(one).first() for one in (colleague, guarded)),
    }


def decline(access: Access, number: str, why: OpeningRefusal) -> bool:
    """No record comes of it, and what was filled in is forgotten; returns whether anybody could be told.

    Whoever the matricule belongs to gets a letter, at the registered address: somebody may have asked in their name.
    Else the e-mail address on the form is told, without a name.
    """
    connection, keys = access.connection, access.platform.keys
    row = _waiting_row(connection, number)
    form, known = _opened(access, row), known_person(connection, row.matricule_index)
    said, told = {"number": row.number, "why": why.value}, _told(known, form)
    if known is not None:
        posting.queue(connection, keys, PostKind.OPENING_DECLINED, known, said)
        access.subject = Subject(known, "opening", row.number)
    elif told is OpeningTold.EMAIL:
        outbox.tell(
            connection,
            keys,
            Notice.OPENING_DECLINED,
            address=form.email.strip(),
            language=row.language,
            parameters=said,
        )
    _decide(access, row, OpeningState.DECLINED, {"form_sealed": None, "refusal": why})
    access.details["why"] = why.value
    return told is not OpeningTold.NOBODY


def _told(known: str | None, form: Form) -> OpeningTold:
    if known is not None:
        return OpeningTold.LETTER
    return OpeningTold.EMAIL if form.email.strip() else OpeningTold.NOBODY


def _open_again(access: Access, patient_id: str) -> str:
    connection = access.connection
    row = connection.execute(
        select(Dossier.state, Dossier.frozen_at).where(Dossier.patient_id == patient_id).with_for_update()
    ).first()
    if row is None:
        _add_record(access, patient_id)
    elif row.frozen_at is not None:
        raise Refused(Reason.ACCOUNT_FROZEN)
    elif row.state == DossierState.CLOSED:
        closing.reopen(access, patient_id)
    elif row.state in (DossierState.OBJECTED, DossierState.ERASED):
        if access.platform.record_key(patient_id) is None:
            access.platform.create_record_keys([patient_id])
        none = {"objection_until": None, "opened_at": None}
        mine = Dossier.patient_id == patient_id
        record_states.change(connection, mine, state=DossierState.CREATED, **none)
    return patient_id


def _new_person(access: Access, form: Form, index: str) -> str:
    """Somebody whom the directory does not know; the agent read name and number on their documents."""
    if not form.address.strip():
        raise Refused(Reason.ADDRESS_NEEDED)
    identifier, keys = new_id(), access.platform.keys
    found = _TOWN.match(form.address.strip())
    street = found["street"] if found else form.address
    access.connection.execute(
        insert(Patient),
        {
            "id": identifier,
            "number": f"{9 * 10**9 + secrets.randbelow(10**9)}",
            "matricule_index": index,
            "matricule_sealed": keys.seal(form.matricule, f"matricule:{identifier}"),
            "family": form.last_name.strip(),
            "given": form.first_name.strip(),
            "birth_date": matricule.birth_date(form.matricule),
            "gender": "unknown",
            "language": form.language,
            "address_lines": [line.strip() for line in street.splitlines() if line.strip()],
            "postal_code": found["code"] if found else "",
            "city": found["city"].strip() if found else "",
            "country": "LU",
            "representatives": [],
            "created_at": clock.now(),
        },
    )
    _add_record(access, identifier)
    return identifier


def _add_record(access: Access, patient_id: str) -> None:
    moment = clock.now()
    access.platform.create_record_keys([patient_id])
    record = {"patient_id": patient_id, "state": DossierState.CREATED, "state_since": moment}
    access.connection.execute(insert(Dossier), record | {"created_at": moment})


def queue_letter(connection: Connection, patient_id: str, language: str) -> None:
    """Have an activation letter printed to the registered address; one that waits for the printer is enough."""
    waits = select(Letter.id).where(
        Letter.patient_id == patient_id, Letter.state.in_((LetterState.ASKED, LetterState.PRINTING))
    )
    if connection.execute(waits).first() is None:
        row: dict[str, Any] = {"id": new_id(), "patient_id": patient_id, "state": LetterState.ASKED}
        row |= {"language": language}
        row |= {"large_print": False, "asked_by": "agent", "asked_at": clock.now()}
        connection.execute(insert(Letter), row)


def _decide(access: Access, row: Any, state: OpeningState, values: dict[str, Any]) -> None:
    told = {"state": state, "decided_by": access.principal.account_id, "decided_at": clock.now()}
    access.connection.execute(update(OpeningRequest).where(_R.c.id == row.id).values(**told, **values))
    access.connection.execute(update(OpeningRequest).where(_R.c.again_of == row.id).values(**told))
    access.details["opening"] = row.number
    access.details["state"] = state.value


def _waiting_row(connection: Connection, number: str) -> Any:
    row = connection.execute(select(_R).where(_R.c.number == number).with_for_update()).first()
    if row is None or row.form_sealed is None:
        raise Refused(Reason.NOT_FOUND)
    if row.state != OpeningState.WAITING:
        raise Refused(Reason.DECIDED_ALREADY)
    return row


def _opened(access: Access, row: Any) -> Form:
    text = access.platform.keys.open(row.form_sealed, f"opening:{row.id}")
    return msgspec.json.decode(text, type=Form)


def _shown(row: Any, form: Form) -> WaitingRequest:
    return WaitingRequest(
        id=row.id,
        number=row.number,
        language=row.language,
        last_name=form.last_name,
        first_name=form.first_name,
        masked_matricule=matricule.masked(form.matricule),
        address=form.address,
        phone=form.phone,
        email=form.email,
        asked_at=row.asked_at,
        letter_due_at=row.letter_due_at,
    )
