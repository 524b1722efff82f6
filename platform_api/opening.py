"""A voluntary request for a record (the form of 2017): queued sealed, decided at the desk, followed by a letter.

Whoever asks learns a number and nothing else: not whether the matricule is known, nor whether there is a record. The
desk reads the queue and decides in `opening_desk.py`.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select

from platform_api import (
    clock,
    delays,
    letter_codes,
    matricule,
    shapes,
    throttles,
)
from platform_api.context import Platform
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import OpeningRequest, Patient
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import (
    Delay,
    OpeningState,
    Reason,
)

PER_ADDRESS = throttles.Limit(10, throttles.ADDRESS.window, throttles.ADDRESS.blocks)
"""So many requests from one household or office in a quarter of an hour."""
ADULT = 18
_LONGEST = 200
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
    asked = queue(access, given, access.subject.payload)
    access.subject = Subject(access.subject.patient_id, "opening", asked.number)
    return asked


def waits_of(index: str) -> tuple[Any, ...]:
    return _R.c.matricule_index == index, _R.c.state == OpeningState.WAITING, _R.c.again_of.is_(None)


def queue(access: Access, given: Form, index: str) -> Asked:
    connection, keys, moment = access.connection, access.platform.keys, clock.now()
    waits = connection.execute(select(_R.c.id).where(*waits_of(index))).scalar()
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


def known_person(connection: Connection, index: str) -> str | None:
    """The id of the person with this matricule, where the directory knows them."""
    return connection.execute(select(Patient.id).where(Patient.matricule_index == index)).scalar()


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
