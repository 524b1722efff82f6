"""A voluntary request for a record (the form of 2017): queued sealed, decided at the desk, followed by a letter.

Whoever asks learns a number and nothing else: not whether the matricule is known, nor whether there is a record. The
helpdesk lists what waits (`waiting`) and decides (`accept`, `decline`) once it has seen the identity document and the
social security card; its paper twin is entered with `ask` as well.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from platform_api import clock, closing, delays, four_eyes, letter_codes, matricule, shapes, throttles
from platform_api.context import Platform
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import Dossier, GuardedRecord, Letter, OpeningRequest, Patient, StaffMember
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Delay, DossierState, LetterState, OpeningState, Reason

PER_ADDRESS = throttles.Limit(10, throttles.ADDRESS.window, throttles.ADDRESS.blocks)
"""So many requests from one household or office in a quarter of an hour."""
ADULT = 18
_LONGEST = 200
_TOWN = re.compile(r"^(?P<street>.+?)[,\n]\s*(?:L-?\s*)?(?P<code>\d{4})\s+(?P<city>[^,\n]+)$", re.S)
_R = OpeningRequest.__table__


class Form(msgspec.Struct, forbid_unknown_fields=True):
    """The fields of the form: a postal address or a telephone is needed, an e-mail address is not."""

    last_name: shapes.Words
    first_name: shapes.Words
    matricule: shapes.Matricule
    address: str = ""
    phone: str = ""
    email: str = ""
    consent: bool = False
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person learns: a number, and until when the letter is sent."""

    number: str
    letter_until: date


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


def check(given: Form) -> Form:
    """The form with a right matricule; raises Refused for what is missing, before anything is looked up."""
    number = matricule.check(given.matricule)
    if number.value is None:
        raise Refused(number.problem or Reason.MATRICULE_TYPO, field="matricule")
    texts = (given.last_name, given.first_name, given.address, given.phone, given.email)
    if any(len(text) > _LONGEST for text in texts):
        raise Refused(Reason.MALFORMED_REQUEST)
    for name, text in (("last_name", given.last_name), ("first_name", given.first_name)):
        if not text.strip():
            raise Refused(Reason.ELEMENT_MISSING, field=name)
    if not given.address.strip() and not given.phone.strip():
        raise Refused(Reason.ADDRESS_OR_PHONE, field="address")
    if not given.consent:
        raise Refused(Reason.CONSENT_NEEDED, field="consent")
    born = matricule.birth_date(number.value)  # None for an administrative number: the desk sees the document
    if born is not None and _age(born, clock.today()) < ADULT:
        raise Refused(Reason.ADULTS_ONLY, field="matricule")
    return msgspec.structs.replace(given, matricule=number.value)


def from_address(running: Platform, given: Form, address: str) -> Look:
    """A look-up for the guard: counts the request against the visitor's address; the trail names who is meant."""
    name = running.keys.find_by("openings-from", throttles.address_name(running.keys, address))
    index = running.keys.find_by("matricule", given.matricule)

    def look(connection: Connection, _principal: Principal) -> Subject:
        blocked = throttles.standing(connection, name, PER_ADDRESS).blocked_seconds
        if blocked:
            return Subject(fail=Refused(Reason.TOO_MANY_TRIES, retry_after=blocked))
        throttles.count(connection, name, "opening", PER_ADDRESS)
        return Subject(known_person(connection, index), "opening", payload=index)

    return look


def ask(access: Access, given: Form) -> Asked:
    """Queue the request; while one waits for the same person another adds nothing but a number."""
    asked = _queue(access, given, access.subject.payload)
    access.subject = Subject(access.subject.patient_id, "opening", asked.number)
    return asked


def enter(
    access: Access, given: Form, index: str, *, identity_seen: bool, card_seen: bool
) -> tuple[str, str]:
    """Ask for somebody whose signed form lies here, and accept; returns the request's number and the patient's id.

    Where a request of theirs waits already, that one is accepted.
    """
    _queue(access, given, index)
    waits = select(_R.c.number).where(*_waits_of(index))
    number = str(access.connection.execute(waits).scalar_one())
    return number, accept(access, number, identity_seen=identity_seen, card_seen=card_seen)


def _waits_of(index: str) -> tuple[Any, ...]:
    return _R.c.matricule_index == index, _R.c.state == OpeningState.WAITING, _R.c.again_of.is_(None)


def _queue(access: Access, given: Form, index: str) -> Asked:
    connection, keys, moment = access.connection, access.platform.keys, clock.now()
    waits = connection.execute(select(_R.c.id).where(*_waits_of(index))).scalar()
    identifier, number = new_id(), _new_number(connection)
    due = delays.over_at(Delay.OPENING_LETTER, moment)
    connection.execute(
        insert(OpeningRequest),
        {
            "id": identifier,
            "number": number,
            "state": OpeningState.WAITING,
            "language": given.language,
            "matricule_index": index,
            "form_sealed": None
            if waits
            else keys.seal(msgspec.json.encode(given).decode(), f"opening:{identifier}"),
            "again_of": waits,
            "asked_at": moment,
            "letter_due_at": due,
            "identity_seen": False,
            "card_seen": False,
        },
    )
    return Asked(number, delays.last_day(due))


def waiting(access: Access, most: int = 100) -> list[WaitingRequest]:
    """What waits at the desk, the most urgent first."""
    rows = access.connection.execute(
        select(_R)
        .where(_R.c.state == OpeningState.WAITING, _R.c.again_of.is_(None))
        .order_by(_R.c.letter_due_at, _R.c.id)
        .limit(most)
    )
    return [_shown(row, _opened(access, row)) for row in rows]


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
    _queue_letter(access.connection, patient_id, row.language)
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


def known_person(connection: Connection, index: str) -> str | None:
    """The id of the person with this matricule, where the directory knows them."""
    return connection.execute(select(Patient.id).where(Patient.matricule_index == index)).scalar()


def decline(access: Access, number: str) -> None:
    """Nobody came with the documents, or they were somebody else's: what was filled in is forgotten."""
    _decide(access, _waiting_row(access.connection, number), OpeningState.DECLINED, {"form_sealed": None})


def _open_again(access: Access, patient_id: str) -> str:
    connection, moment = access.connection, clock.now()
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
        connection.execute(
            update(Dossier)
            .where(Dossier.patient_id == patient_id)
            .values(state=DossierState.CREATED, state_since=moment, objection_until=None, opened_at=None)
        )
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


def _queue_letter(connection: Connection, patient_id: str, language: str) -> None:
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


def _new_number(connection: Connection) -> str:
    """Eight characters in two fours, without look-alikes, that nobody has; it opens nothing."""
    while True:
        plain = "".join(secrets.choice(letter_codes.ALPHABET) for _ in range(8))
        number = f"{plain[:4]}-{plain[4:]}"
        taken = select(func.count()).where(_R.c.number == number)
        if connection.execute(taken).scalar_one() == 0:
            return number


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
