"""Finds the one person whom a caller names exactly, and keeps agents apart from those they know."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from platform_api import clock, four_eyes, matricule, throttles
from platform_api.context import Platform
from platform_api.guard import Look, Subject
from platform_api.models import Account, Dossier, GuardedRecord, HelpCase, Patient, StaffMember
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import ApprovalAct, Flag, Reason, Role

LOOK_UPS = throttles.Limit(60, timedelta(hours=1), (timedelta(minutes=30),))
"""Every look-up counts: a desk answers some 250 calls a day, no agent sixty in an hour."""
MISSES = throttles.Limit(10, timedelta(minutes=15), (timedelta(minutes=15), timedelta(hours=1)))
"""Look-ups that found nobody: typing errors happen, guessing must not."""
SAME_PAIR_DAYS = 3
"""On so many different days within a week one agent may help one person; then another agent takes the call."""
_WEEK = timedelta(days=7)
ASKABLE: dict[Reason | None, Flag] = {
    Reason.HELPING_COLLEAGUE: Flag.COLLEAGUE,
    Reason.RECORD_GUARDED: Flag.GUARDED,
    Reason.SAME_PERSON_AGAIN: Flag.SAME_PAIR,
}
"""What a supervisor may agree to; an agent's own record and their family's are never opened by them."""


def read_matricule(text: str) -> str:
    """The 13 digits; raises Refused for a typing error, before anything is looked up or counted."""
    checked = matricule.check(text)
    if checked.value is None:
        raise Refused(checked.problem or Reason.MATRICULE_TYPO, field="matricule")
    return checked.value


@dataclass(frozen=True, slots=True)
class Found:
    """The person who was found, and what a supervisor will look at."""

    person: Any
    flags: list[str]


def caller_named(running: Platform, number: str, name: str, asked: list[tuple[str, str]]) -> Look:
    """A look-up for the guard: the person with this matricule and this whole name; nobody else, nothing like it.

    `asked` receives agent and person where a supervisor's word would open the case.
    """
    index = running.keys.find_by("matricule", number)

    def look(connection: Connection, principal: Principal) -> Subject:
        if principal.role is not Role.AGENT or principal.account_id is None:
            return Subject(kind="case")
        looked = running.keys.find_by("desk-look-ups", principal.account_id)
        missed = running.keys.find_by("desk-misses", principal.account_id)
        for counter, limit in ((looked, LOOK_UPS), (missed, MISSES)):
            blocked = throttles.standing(connection, counter, limit).blocked_seconds
            if blocked:
                return Subject(kind="case", fail=Refused(Reason.TOO_MANY_TRIES, retry_after=blocked))
        throttles.count(connection, looked, "desk-look-ups", LOOK_UPS)
        person = connection.execute(
            select(Patient.id, Patient.given, Patient.family, Patient.language, Dossier.state)
            .join(Dossier, Dossier.patient_id == Patient.id)
            .where(Patient.matricule_index == index)
        ).first()
        if person is None or not _is_named(person.given, person.family, name):
            throttles.count(connection, missed, "desk-misses", MISSES)
            known = person.id if person else None
            refusal = Refused(Reason.CALLER_NOT_FOUND, field="matricule", keep=True)
            return Subject(known, "case", fail=refusal)
        apart = _too_close(connection, principal.account_id, index, person.id)
        agreed = apart in ASKABLE and four_eyes.agreed_lately(
            connection, ApprovalAct.GUARDED_CASE, principal.account_id, person.id
        )
        if apart is not None and not agreed:
            if apart in ASKABLE:
                asked.append((principal.account_id, person.id))
            return Subject(person.id, "case", fail=Refused(apart, field="matricule"))
        flags = [ASKABLE[apart].value] if apart else []
        return Subject(person.id, "case", payload=Found(person, flags))

    return look


def _too_close(connection: Connection, agent_id: str, index: str, patient_id: str) -> Reason | None:
    """Why this agent must not help this person, or None."""
    me = connection.execute(
        select(StaffMember.own_index, StaffMember.relatives).where(StaffMember.account_id == agent_id)
    ).first()
    if me is not None and me.own_index == index:
        return Reason.HELPING_ONESELF
    if me is not None and index in me.relatives:
        return Reason.HELPING_FAMILY
    colleague = (
        select(StaffMember.account_id)
        .join(Account, Account.id == StaffMember.account_id)
        .where(StaffMember.own_index == index, Account.state == "active")
    )
    if connection.execute(colleague).first() is not None:
        return Reason.HELPING_COLLEAGUE
    guarded = select(GuardedRecord.patient_id).where(GuardedRecord.patient_id == patient_id)
    if connection.execute(guarded).first() is not None:
        return Reason.RECORD_GUARDED
    if days_together(connection, agent_id, patient_id) >= SAME_PAIR_DAYS:
        return Reason.SAME_PERSON_AGAIN
    return None


def days_together(connection: Connection, agent_id: str, patient_id: str) -> int:
    """On how many days before today within a week this agent helped this person."""
    moments = connection.execute(
        select(HelpCase.opened_at).where(
            HelpCase.agent_id == agent_id,
            HelpCase.patient_id == patient_id,
            HelpCase.opened_at > clock.now() - _WEEK,
        )
    ).scalars()
    days = {clock.in_luxembourg(moment).date() for moment in moments}
    return len(days - {clock.today()})


def _is_named(given: str, family: str, typed: str) -> bool:
    """Whether this is the whole name, or the family name alone; a part of it is nobody's."""
    plain = _plain(typed)
    first = given.split()[0] if given.split() else given
    wholes = (family, f"{given} {family}", f"{family} {given}", f"{first} {family}", f"{family} {first}")
    return bool(plain) and plain in {_plain(whole) for whole in wholes}


def _plain(name: str) -> str:
    """A name without accents, case, spaces and hyphens, to compare what people type."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in folded if sign.isalnum())
