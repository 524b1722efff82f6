"""Why somebody cannot get in: read from the states of their letter, their record and their factors."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from platform_api import addresses, clock, throttles
from platform_api.keys import Keys
from platform_api.models import Account, Dossier, Letter, RecoveryCode
from platform_api.shapes import Moment
from platform_api.vocabulary import DossierState, LetterState, Stuck

_BY_RECORD = {
    DossierState.OBJECTED: Stuck.RECORD_OBJECTED,
    DossierState.SUSPENDED: Stuck.RECORD_SUSPENDED,
    DossierState.CLOSED: Stuck.RECORD_CLOSED,
    DossierState.ERASED: Stuck.RECORD_OVER,
    DossierState.DECEASED: Stuck.RECORD_OVER,
}


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing in the way, and the moment that belongs to it."""

    what: Stuck
    at: Moment | None = None


def hindrances(
    connection: Connection, keys: Keys, patient_id: str, state: str, number: str
) -> list[Hindrance]:
    """What stands in the way, the gravest first; one row that says so when nothing does."""
    found = []
    if state in list(_BY_RECORD):
        found.append(Hindrance(_BY_RECORD[DossierState(state)]))
    frozen = select(Dossier.frozen_at).where(Dossier.patient_id == patient_id)
    if (since := connection.execute(frozen).scalar()) is not None:
        found.append(Hindrance(Stuck.SIGN_IN_FROZEN, since))
    account = connection.execute(select(Account.id).where(Account.patient_id == patient_id)).scalar()
    if account is None:
        found += _letter(connection, keys, patient_id, number)
    else:
        found += _factors(connection, keys, account)
    if found and (changed := addresses.changed_lately(connection, patient_id)) is not None:
        found.append(Hindrance(Stuck.ADDRESS_IS_NEW, changed))
    return found or [Hindrance(Stuck.NOTHING)]


def _letter(connection: Connection, keys: Keys, patient_id: str, number: str) -> list[Hindrance]:
    tries = keys.find_by("letter-tries", number)
    standing = throttles.standing(connection, tries, throttles.LETTER)
    if standing.dead or standing.blocked_seconds:
        return [Hindrance(Stuck.CODE_LOCKED)]
    last = connection.execute(
        select(Letter.__table__)
        .where(Letter.patient_id == patient_id)
        .order_by(Letter.asked_at.desc(), Letter.id.desc())
        .limit(1)
    ).first()
    if last is None or last.state in (LetterState.REVOKED, LetterState.USED):
        return [Hindrance(Stuck.NO_LETTER)]
    if last.state in (LetterState.ASKED, LetterState.PRINTING):
        return [Hindrance(Stuck.LETTER_WAITING, last.asked_at)]
    if last.state == LetterState.RETURNED:
        return [Hindrance(Stuck.LETTER_RETURNED, last.returned_at or last.asked_at)]
    if last.valid_until is not None and last.valid_until <= clock.now():
        return [Hindrance(Stuck.CODE_EXPIRED, last.valid_until)]
    return [Hindrance(Stuck.LETTER_ON_ITS_WAY, last.posted_at or last.printed_at)]


def _factors(connection: Connection, keys: Keys, account_id: str) -> list[Hindrance]:
    found = []
    tries = keys.find_by("second-factor", account_id)
    if throttles.standing(connection, tries, throttles.SECOND_FACTOR).blocked_seconds:
        found.append(Hindrance(Stuck.FACTOR_BLOCKED))
    left = connection.execute(
        select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    ).scalar_one()
    if not left:
        found.append(Hindrance(Stuck.NO_RECOVERY_CODES))
    return found
