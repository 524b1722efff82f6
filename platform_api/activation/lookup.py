"""Finds the letter behind a matricule and a code, with the same work and the same answer for every failure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from platform_api import clock, letter_codes, matricule, outbox, throttles
from platform_api.context import Platform
from platform_api.guard import Look, Subject
from platform_api.models import Account, Dossier, Letter, Patient
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import LANGUAGES, DossierState, LetterState, Notice, Reason

VALID_STATES = (LetterState.PRINTED, LetterState.POSTED)
UNUSED_STATES = (LetterState.ASKED, LetterState.PRINTING, *VALID_STATES)
_TELL_AT_MOST = throttles.Limit(1, timedelta(hours=24), (timedelta(hours=24),))


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """A letter that was accepted."""

    letter_id: str
    patient_id: str
    given: str


def read_matricule(text: str) -> str:
    """The 13 digits; raises Refused for a typing error, before anything is looked up."""
    checked = matricule.check(text)
    if checked.value is None:
        raise Refused(checked.problem or Reason.MATRICULE_TYPO, field="matricule")
    return checked.value


def read_code(text: str) -> str:
    """The twelve characters; raises Refused for a typing error, which is not counted as a try."""
    checked = letter_codes.check(text)
    if checked.value is None:
        raise Refused(checked.problem or Reason.CODE_TYPO, field="code")
    return checked.value


def letter_behind(running: Platform, number: str, code: str, address: str) -> Look:
    """A look-up for the guard: counts a failed try against the matricule and against the address."""
    number_index = running.keys.find_by("matricule", number)
    tries = running.keys.find_by("letter-tries", number)
    fingerprints = running.keys.letter_fingerprints(code)
    from_address = throttles.address_name(running.keys, address)

    def look(connection: Connection, _principal: Principal) -> Subject:
        blocked = throttles.standing(connection, from_address, throttles.ADDRESS)
        if blocked.blocked_seconds:
            return Subject(fail=Refused(Reason.TOO_MANY_TRIES, retry_after=blocked.blocked_seconds))
        standing = throttles.standing(connection, tries, throttles.LETTER)
        patient = connection.execute(
            select(Patient.id, Patient.given, Dossier.state, Dossier.frozen_at)
            .join(Dossier, Dossier.patient_id == Patient.id)
            .where(Patient.matricule_index == number_index)
        ).first()
        letter = connection.execute(
            select(
                Letter.id, Letter.patient_id, Letter.state, Letter.valid_until, Letter.objection_until
            ).where(Letter.fingerprint.in_(fingerprints))
        ).first()
        moment = clock.now()
        known = letter if patient and letter and letter.patient_id == patient.id else None
        usable = known is not None and known.state in VALID_STATES and _after(known.valid_until, moment)
        accepted = usable and not standing.blocked_seconds and not standing.dead
        if not accepted:
            _count(running, connection, number, from_address, patient.id if patient else "")
        return Subject(
            patient_id=patient.id if patient else None,
            kind="letter",
            id=known.id if known else None,
            payload=FoundLetter(known.id, patient.id, patient.given)
            if accepted and known and patient
            else None,
            facts={
                "letter_accepted": accepted,
                "dossier_state": _standing(patient) if patient else None,
                "objection_in_time": _after(known.objection_until, moment) if known else None,
            },
        )

    return look


def _standing(patient: Any) -> str:
    """The record's state; while it is frozen no letter opens anything."""
    return DossierState.SUSPENDED if patient.frozen_at is not None else patient.state


def _after(until: datetime | None, moment: datetime) -> bool:
    return until is not None and moment < until


def _count(
    running: Platform, connection: Connection, number: str, from_address: str, patient_id: str
) -> None:
    """Count the try and act on it: the same statements for an unknown person as for a known one."""
    after = throttles.count(
        connection, running.keys.find_by("letter-tries", number), "letter", throttles.LETTER
    )
    throttles.count(connection, from_address, "address", throttles.ADDRESS)
    connection.execute(
        update(Letter)
        .where(Letter.patient_id == (patient_id if after.dead else ""), Letter.state.in_(VALID_STATES))
        .values(state=LetterState.REVOKED)
    )
    _tell_the_holder(running, connection, number, patient_id)


def _tell_the_holder(running: Platform, connection: Connection, number: str, patient_id: str) -> None:
    """The true reason goes to a registered channel, at most once a day, never to whoever is typing.

    Where there is nobody to tell, a message to nobody is queued that is over already: the work is the same.
    """
    name = running.keys.find_by("told-of-letter", number)
    if throttles.standing(connection, name, _TELL_AT_MOST).blocked_seconds:
        return
    throttles.count(connection, name, "told", _TELL_AT_MOST)
    account = connection.execute(
        select(Account.id, Account.email_sealed, Account.language).where(Account.patient_id == patient_id)
    ).first()
    outbox.tell(
        connection,
        running.keys,
        Notice.LETTER_NOT_ACCEPTED,
        address=running.keys.open(account.email_sealed, f"account-email:{account.id}") if account else "",
        language=account.language if account else LANGUAGES[0],
        patient_id=patient_id or None,
        expires_at=None if account else clock.now(),
    )
