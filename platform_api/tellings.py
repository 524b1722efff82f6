"""Tells holders of accesses: an emergency at once and always, the others as they chose (EHDS 9: automatically).

A mail names nobody and nothing: it says that something happened and where to read it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, func, insert, select, update

from platform_api import clock, outbox
from platform_api.audit_trail import SYSTEM, Entry
from platform_api.db import insert_if_absent
from platform_api.keys import Keys
from platform_api.models import Account, AuditEntry, TellingChoice
from platform_api.models import Notice as NoticeRow
from platform_api.vocabulary import Action, DigestPeriod, Notice, Outcome, Purpose, Role, Telling

QUIET = timedelta(hours=1)
"""One mail of a kind for a record within this time: many documents read in a row are one access."""
_READS = frozenset({Action.LIST_DOCUMENTS, Action.READ_DOCUMENT, Action.READ_SUMMARY})
_OTHERS = (Role.PROFESSIONAL, Role.CAREGIVER, Role.AGENT, Role.SUPERVISOR)
_LASTS = {
    DigestPeriod.DAILY: timedelta(days=1),
    DigestPeriod.WEEKLY: timedelta(days=7),
    DigestPeriod.MONTHLY: timedelta(days=30),
}
_E = AuditEntry.__table__


@dataclass(frozen=True, slots=True)
class Choice:
    """How one holder wants to be told; emergencies are not theirs to silence."""

    accesses: Telling = Telling.DIGEST
    refusals: Telling = Telling.DIGEST
    period: DigestPeriod = DigestPeriod.WEEKLY


def chosen(connection: Connection, patient_id: str) -> Choice:
    """What holds for this holder."""
    row = connection.execute(
        select(TellingChoice.accesses, TellingChoice.refusals, TellingChoice.period).where(
            TellingChoice.patient_id == patient_id
        )
    ).first()
    if row is None:
        return Choice()
    return Choice(Telling(row.accesses), Telling(row.refusals), DigestPeriod(row.period))


def choose(connection: Connection, patient_id: str, choice: Choice) -> None:
    """Keep what was chosen, from now on."""
    moment = clock.now()
    values = {"accesses": choice.accesses, "refusals": choice.refusals, "period": choice.period}
    row = {"patient_id": patient_id, "told_at": moment, "changed_at": moment, **values}
    insert_if_absent(connection, TellingChoice.__table__, row)
    connection.execute(
        update(TellingChoice)
        .where(TellingChoice.patient_id == patient_id)
        .values(changed_at=moment, **values)
    )


def noticed(connection: Connection, keys: Keys, entry: Entry) -> None:
    """Called for every new entry of the trail, in its transaction: tell at once what is to be told at once."""
    if entry.role is not Role.PROFESSIONAL or entry.action not in _READS or entry.chain == SYSTEM:
        return
    refused = entry.outcome is Outcome.REFUSED
    if entry.purpose == Purpose.EMERGENCY and not refused:
        _tell_once(connection, keys, Notice.EMERGENCY_ACCESS, entry.chain)
        return
    choice = chosen(connection, entry.chain)
    if (choice.refusals if refused else choice.accesses) is Telling.EACH:
        _tell_once(connection, keys, Notice.ACCESS_REFUSED if refused else Notice.ACCESS, entry.chain)


def send_digests(connection: Connection, keys: Keys) -> int:
    """Tell those whose period is over and whose record was opened by others since; returns how many.

    Two hosts at once tell nobody twice: whoever moves `told_at` tells.
    """
    moment, told = clock.now(), 0
    busy = select(_E.c.chain).where(
        _E.c.recorded_at > moment - max(_LASTS.values()) - timedelta(days=1), _E.c.role.in_(_OTHERS)
    )
    rows = connection.execute(
        select(
            Account.patient_id,
            TellingChoice.accesses,
            TellingChoice.refusals,
            TellingChoice.period,
            TellingChoice.told_at,
            Account.created_at,
        )
        .join_from(Account, TellingChoice, TellingChoice.patient_id == Account.patient_id, isouter=True)
        .where(Account.patient_id.in_(busy), Account.state == "active")
        .order_by(Account.patient_id)
    ).all()
    for row in rows:
        choice = (
            Choice()
            if row.accesses is None
            else Choice(Telling(row.accesses), Telling(row.refusals), DigestPeriod(row.period))
        )
        since = row.told_at or row.created_at
        if moment - since < _LASTS[choice.period]:
            continue
        number = _count(connection, row.patient_id, since, choice)
        if _moved(connection, row.patient_id, choice, row.told_at, moment) and number:
            parameters = {"number": str(number)}
            outbox.tell_holder(connection, keys, Notice.DIGEST, row.patient_id, parameters=parameters)
            told += 1
    return told


def _count(connection: Connection, patient_id: str, since: datetime, choice: Choice) -> int:
    outcomes = []
    if choice.accesses is Telling.DIGEST:
        outcomes.append(Outcome.ALLOWED)
    if choice.refusals is Telling.DIGEST:
        outcomes.append(Outcome.REFUSED)
    if not outcomes:
        return 0
    return connection.execute(
        select(func.count())
        .select_from(_E)
        .where(
            _E.c.chain == patient_id,
            _E.c.recorded_at > since,
            _E.c.role.in_(_OTHERS),
            _E.c.outcome.in_(outcomes),
        )
    ).scalar_one()


def _moved(
    connection: Connection, patient_id: str, choice: Choice, before: datetime | None, moment: datetime
) -> bool:
    if before is None:
        row = {
            "patient_id": patient_id,
            "accesses": choice.accesses,
            "refusals": choice.refusals,
            "period": choice.period,
            "told_at": moment,
        }
        there = select(exists().where(TellingChoice.patient_id == patient_id))
        if connection.execute(there).scalar():
            return False
        connection.execute(insert(TellingChoice), row)
        return True
    mine = (TellingChoice.patient_id == patient_id, TellingChoice.told_at == before)
    return connection.execute(update(TellingChoice).where(*mine).values(told_at=moment)).rowcount == 1


def _tell_once(connection: Connection, keys: Keys, notice: Notice, patient_id: str) -> None:
    recent = (
        NoticeRow.patient_id == patient_id,
        NoticeRow.code == notice.value,
        NoticeRow.created_at > clock.now() - QUIET,
    )
    if not connection.execute(select(exists().where(*recent))).scalar():
        outbox.tell_holder(connection, keys, notice, patient_id)
