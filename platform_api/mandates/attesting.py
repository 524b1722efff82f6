"""A doctor attests that somebody cannot decide for themself: their person of trust may look, for a while.

The holder named that person before (law of 24 July 2014, art. 12); until the attestation they see nothing. It is
entered from the signed form, the person of trust seen, and counts after four eyes, at most for its legal length. The
holder is told at once, and ends it with one press.
"""

import re
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from platform_api import clock, closing, delays, four_eyes, helping, outbox, paper_forms, posting
from platform_api.accounts import names_of
from platform_api.conditions import OPEN_STATES
from platform_api.four_eyes import Asked
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.keys import Keys
from platform_api.mandates import by_itself, entering, service
from platform_api.mandates.entering import Delegate
from platform_api.models import Account, Attestation, Mandate, Professional
from platform_api.problems import Refused
from platform_api.vocabulary import (
    Action,
    ApprovalAct,
    Delay,
    DeskAct,
    MandateReason,
    MandateState,
    MandateTemplate,
    Notice,
    PaperKind,
    PostKind,
    ProfessionalCategory,
    Reason,
)

_A = Attestation.__table__
_M = Mandate.__table__


class Attested(msgspec.Struct, forbid_unknown_fields=True):
    """Who may look, who attests it, when, and until when; nothing of the illness.

    The e-mail address of their account tells two people of trust with one name apart. The doctor is found by their
    number in the directory; the name only has to agree with it.
    """

    name: str
    doctor: str
    doctor_name: str
    attested_on: date
    until: date | None = None
    email: str = ""
    two_people: bool = False
    """The agent looked: a doctor who has the name of the person of trust is somebody else."""
    doctor_signed: bool = False
    identity_seen: bool = False


def enter(access: Access, given: Attested) -> str:
    """Enter it, to be looked at by a colleague; returns the attestation's id. Raises Refused."""
    if not (given.doctor_signed and given.identity_seen):
        raise Refused(Reason.PAPER_NOT_CHECKED, field="doctor_signed")
    until = last_day(given.attested_on, given.until)
    patient_id = service.lock(access)
    helping.count_name(access, "name")
    mandate = sleeping(access, patient_id, given.name, given.email)
    if not entering.stands_apart(access, Delegate(mandate.delegate_id)):
        raise Refused(Reason.OWN_APPROVAL, field="name")
    doctor = _doctor(access.connection, given)
    namesake = entering.is_called(
        names_of(access.connection, mandate.delegate_id), f"{doctor.given} {doctor.family}"
    )
    if namesake and not given.two_people:
        raise Refused(Reason.DOCTOR_NAMESAKE, field="two_people", keep=True)
    identifier = new_id()
    row = {
        "id": identifier,
        "patient_id": patient_id,
        "mandate_id": mandate.id,
        "professional_id": doctor.id,
        "attested_on": given.attested_on,
        "until": until,
        "entered_by": access.principal.account_id,
        "entered_at": clock.now(),
    }
    access.connection.execute(insert(Attestation), row)
    evidence = {
        "caregiver": names_of(access.connection, mandate.delegate_id),
        "doctor": f"{doctor.prefix} {doctor.given} {doctor.family}".strip(),
        "doctor_number": doctor.id,
        "attested_on": given.attested_on.isoformat(),
        "until": until.isoformat(),
    }
    if namesake:
        evidence["namesake"] = "yes"
    approval = entering.ask(access, ApprovalAct.ATTESTATION, patient_id, identifier, **evidence)
    paper_forms.entered(access, PaperKind.ATTESTATION, approval_id=approval, became=identifier)
    helping.done(access, DeskAct.ATTESTATION)
    access.subject = replace(access.subject, kind="mandate", id=mandate.id)
    access.details.update(professional=doctor.id, until=until.isoformat())
    return identifier


def sweep(connection: Connection, keys: Keys) -> int:
    """Attestations whose last day is over: the person of trust sees nothing again, and the holder is told."""
    rows = connection.execute(
        select(_A.c.id, _A.c.mandate_id, _A.c.patient_id)
        .where(_A.c.checked_by.is_not(None), _A.c.over_at.is_(None), _A.c.until < clock.today())
        .order_by(_A.c.id)
        .limit(500)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        connection.execute(update(Attestation).where(_A.c.id == row.id).values(over_at=clock.now()))
        slept = connection.execute(
            update(Mandate)
            .where(_M.c.id == row.mandate_id, _M.c.state == MandateState.ACTIVE)
            .values(
                starts_at=None,
                awake_until=None,
                reason=MandateReason.ATTESTATION_OVER,
                state_since=clock.now(),
            )
        )
        if slept.rowcount:
            asleep = {"awake": False}
            by_itself.note(connection, Action.CHANGE_MANDATE, row.patient_id, row.mandate_id, asleep)
            outbox.tell_holder(connection, keys, Notice.TRUSTED_ASLEEP, row.patient_id)
    return len(rows)


def last_day(attested_on: date, wanted: date | None) -> date:
    """The last day: what the doctor wrote, at most the legal length after the day of the attestation."""
    today = clock.today()
    if attested_on > today:
        raise Refused(Reason.ATTESTATION_DATES, field="attested_on")
    noon = datetime.combine(attested_on, time(12), clock.LUXEMBOURG)
    latest = delays.last_day(delays.over_at(Delay.ATTESTATION, noon))
    until = wanted or latest
    if until < today or until > latest:
        raise Refused(Reason.ATTESTATION_DATES, field="until")
    return until


def sleeping(access: Access, patient_id: str, name: str, email: str) -> Any:
    """The one mandate of the person of trust with this name, asleep; raises Refused, also where it is awake."""
    connection, address = access.connection, email.strip().lower()
    index = access.platform.keys.find_by("email", address) if address else None
    rows = connection.execute(
        select(_M, Account.email_index)
        .join(Account, Account.id == _M.c.delegate_id)
        .where(
            _M.c.patient_id == patient_id,
            _M.c.template == MandateTemplate.TRUSTED,
            _M.c.state == MandateState.ACTIVE,
            _M.c.starts_at.is_(None),
        )
    ).all()
    found = [
        row
        for row in rows
        if entering.is_called(names_of(connection, row.delegate_id), name)
        and index in (None, row.email_index)
    ]
    if len(found) != 1:
        raise Refused(Reason.NO_PERSON_OF_TRUST, field="name", keep=True)
    return found[0]


def _doctor(connection: Connection, given: Attested) -> Any:
    """The physician of the directory with this number; raises Refused for none, and where the name is another's."""
    row = connection.execute(
        select(Professional.__table__).where(
            Professional.id == "".join(given.doctor.split()),
            Professional.category == ProfessionalCategory.PHYSICIAN,
        )
    ).first()
    if row is None:
        raise Refused(Reason.DOCTOR_UNKNOWN, field="doctor", keep=True)
    if not _words(row.family) <= _words(given.doctor_name):
        raise Refused(Reason.DOCTOR_OTHER_NAME, field="doctor_name", keep=True)
    return row


def _words(name: str) -> set[str]:
    """The words of a name: a stamp has the first name short, or behind, or not at all."""
    return {helping.plain_name(word) for word in re.split(r"[\W_]+", name)} - {""}


def _asked(access: Access, asked: Asked) -> tuple[Any, Any]:
    """The attestation that a colleague looks at, and its mandate."""
    row = access.connection.execute(
        select(_A).where(_A.c.id == asked.subject_id, _A.c.checked_by.is_(None), _A.c.over_at.is_(None))
    ).first()
    mandate = (
        row
        and access.connection.execute(select(_M).where(_M.c.id == row.mandate_id).with_for_update()).first()
    )
    sleeps = mandate is not None and mandate.state == MandateState.ACTIVE and mandate.starts_at is None
    if row is None or mandate is None or not sleeps or row.until < clock.today():
        raise Refused(Reason.DECIDED_ALREADY)
    return row, mandate


def _wake(access: Access, asked: Asked) -> None:
    """A colleague agreed: the person of trust may look from now on."""
    connection = access.connection
    row, mandate = _asked(access, asked)
    if not entering.stands_apart(access, Delegate(mandate.delegate_id)):
        raise Refused(Reason.OWN_APPROVAL)
    if closing.locked_state(connection, row.patient_id) not in OPEN_STATES:
        raise Refused(Reason.RECORD_NOT_OPEN)
    wake(access, mandate, row.until)
    by = access.principal.account_id
    connection.execute(update(Attestation).where(_A.c.id == row.id).values(checked_by=by))


def wake(access: Access, mandate: Any, until: date) -> None:
    """The person of trust may look until the end of this day; the holder gets a letter and a message, both are told."""
    connection, keys, patient_id = access.connection, access.platform.keys, mandate.patient_id
    awake = {"starts_at": clock.now(), "awake_until": service.last_moment(until, MandateTemplate.TRUSTED)}
    service.put(access, mandate, MandateState.ACTIVE, MandateReason.ATTESTED, **awake)
    said = {"since": clock.today().isoformat(), "until": until.isoformat()}
    named = said | {"name": names_of(connection, mandate.delegate_id), "ceiling": mandate.ceiling}
    posting.queue(connection, keys, PostKind.TRUSTED_WOKEN, patient_id, named)
    outbox.tell_holder(connection, keys, Notice.TRUSTED_WOKEN, patient_id)
    outbox.tell_account(connection, keys, Notice.TRUSTED_MAY_LOOK, mandate.delegate_id)


def _forget(access: Access, asked: Asked) -> None:
    """A colleague refused: nobody was woken."""
    access.connection.execute(
        update(Attestation).where(_A.c.id == asked.subject_id).values(over_at=clock.now())
    )


four_eyes.EFFECTS[ApprovalAct.ATTESTATION] = _wake
four_eyes.UNDOINGS[ApprovalAct.ATTESTATION] = _forget
