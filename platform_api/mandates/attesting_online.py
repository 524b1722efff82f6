"""A doctor of the care circle attests, through their own software, that the holder cannot decide for themself.

The same rules as on paper, without a second pair of eyes: the doctor is known, the person of trust wakes at once, the
holder is told and ends it with one press, and a supervisor looks at it afterwards.
"""

from dataclasses import dataclass, replace
from datetime import date

import msgspec
from sqlalchemy import Connection, insert, select

from platform_api import clock, throttles
from platform_api.accounts import names_of
from platform_api.context import Platform
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.mandates import attesting, entering, service
from platform_api.models import Attestation, Professional
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Reason

_P = Professional.__table__


class DoctorsWord(msgspec.Struct, forbid_unknown_fields=True):
    """Whose record, who the person of trust is, and until when; nothing of the illness.

    `person_of_trust` is their whole name; the e-mail address of their account tells two with one name apart.
    """

    patient: str
    person_of_trust: str
    email: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Woken:
    """The mandate that is in force now, and its last day."""

    mandate: str
    until: date


def record(patient_id: str) -> Look:
    """A look-up for the guard: the record with this id, whether or not there is one."""

    def look(_connection: Connection, _principal: Principal) -> Subject:
        return Subject(patient_id[:36], "record", patient_id[:36])

    return look


def check_tries(running: Platform, professional_id: str | None) -> None:
    """Raises Refused for a doctor who tried too many names: nobody lists whom a patient trusts."""
    with running.database.read() as connection:
        standing = throttles.standing(connection, _counter(professional_id), throttles.SECOND_FACTOR)
    if standing.blocked_seconds:
        raise Refused(Reason.TOO_MANY_TRIES, retry_after=standing.blocked_seconds)


def attest(access: Access, given: DoctorsWord) -> Woken:
    """Wake the person of trust; raises Refused for a name that the holder did not give, and for the doctor's own."""
    today = clock.today()
    until, patient_id = attesting.last_day(today, given.until), service.lock(access)
    doctor = access.principal.professional_id or ""
    try:
        mandate = attesting.sleeping(access, patient_id, given.person_of_trust, given.email)
    except Refused as refused:
        counter = _counter(doctor)
        throttles.count(access.connection, counter, "attestation", throttles.SECOND_FACTOR)
        raise Refused(refused.reason, field="person_of_trust", keep=True) from refused
    if _is_themself(access.connection, doctor, names_of(access.connection, mandate.delegate_id)):
        raise Refused(Reason.DOCTOR_NAMESAKE, field="person_of_trust")
    row = {
        "id": new_id(),
        "patient_id": patient_id,
        "mandate_id": mandate.id,
        "professional_id": doctor,
        "attested_on": today,
        "until": until,
        "entered_by": doctor,
        "checked_by": doctor,
        "entered_at": clock.now(),
    }
    access.connection.execute(insert(Attestation), row)
    attesting.wake(access, mandate, until)
    access.subject = replace(access.subject, kind="mandate", id=mandate.id)
    access.details["until"] = until.isoformat()
    return Woken(mandate.id, until)


def _is_themself(connection: Connection, doctor: str, trusted: str) -> bool:
    """Whether the doctor has the name of the person of trust: two people of one name go by paper."""
    row = connection.execute(select(_P.c.given, _P.c.family).where(_P.c.id == doctor)).one()
    return entering.is_called(trusted, f"{row.given} {row.family}")


def _counter(professional_id: str | None) -> str:
    return f"attestation:{professional_id}"
