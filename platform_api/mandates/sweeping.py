"""What time does to mandates: reminders of the end, the end itself, codes that nobody entered, coming of age."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from platform_api import awaited, clock, outbox
from platform_api.keys import Keys
from platform_api.mandates import attesting, by_itself, minors
from platform_api.models import Mandate
from platform_api.vocabulary import (
    Action,
    MandateBasis,
    MandateReason,
    MandateState,
    Notice,
)

_M = Mandate.__table__
REMINDERS = (30, 7)
"""Days before the end on which the holder is told (domain.md)."""
OF_AGE_REMINDERS = ((183, 6), (31, 1))
"""Days and months before the 18th birthday on which parents and the young person are told (domain.md)."""
_BATCH = 500


def sweep(connection: Connection, keys: Keys) -> int:
    """Every step that is due; returns how many mandates changed or were spoken of. Twice has one effect."""
    return (
        minors.register(connection)
        + awaited.take_up(connection, keys)
        + _end_due(connection, keys)
        + _forget_codes(connection, keys)
        + attesting.sweep(connection, keys)
        + _remind(connection, keys)
    )


def _end_due(connection: Connection, keys: Keys) -> int:
    rows = connection.execute(
        select(_M)
        .where(
            _M.c.state.in_((MandateState.ACTIVE, MandateState.SUSPENDED, MandateState.ACCEPTED)),
            _M.c.ends_at <= clock.now(),
        )
        .order_by(_M.c.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        parental = row.basis == MandateBasis.PARENTAL
        reason = MandateReason.OF_AGE if parental else MandateReason.RAN_OUT
        _put(connection, row, MandateState.ENDED, reason, ended_at=row.ends_at)
        if row.delegate_id:
            outbox.tell_account(connection, keys, Notice.MANDATE_ENDED, row.delegate_id)
    return len(rows)


def _forget_codes(connection: Connection, keys: Keys) -> int:
    """Invitations whose code is too old, and those that the holder did not confirm in the same time."""
    week = clock.now()
    rows = connection.execute(
        select(_M)
        .where(
            _M.c.state.in_((MandateState.PROPOSED, MandateState.ACCEPTED)),
            _M.c.code_until <= week,
        )
        .order_by(_M.c.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        _put(
            connection, row, MandateState.REJECTED, MandateReason.NOT_IN_TIME, code_index=None, ended_at=week
        )
        if row.reason == MandateReason.ACCOUNT_AWAITED:
            awaited.tell_lapsed(connection, keys, row)
    return len(rows)


def _remind(connection: Connection, keys: Keys) -> int:
    told = 0
    longest = OF_AGE_REMINDERS[0][0]
    rows = connection.execute(
        select(_M)
        .where(
            _M.c.state == MandateState.ACTIVE,
            _M.c.ends_at > clock.now(),
            _M.c.ends_at <= clock.now() + timedelta(days=longest),
        )
        .order_by(_M.c.id)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        left = (row.ends_at - clock.now()).days
        parental = row.basis == MandateBasis.PARENTAL
        steps = [step for step, _months in OF_AGE_REMINDERS] if parental else list(REMINDERS)
        due = [step for step in steps if left <= step and (row.told_days is None or row.told_days > step)]
        if not due:
            continue
        step = min(due)
        connection.execute(update(Mandate).where(Mandate.id == row.id).values(told_days=step))
        _tell(connection, keys, row, step, left)
        told += 1
    return told


def _tell(connection: Connection, keys: Keys, row: Any, step: int, left: int) -> None:
    if row.basis == MandateBasis.PARENTAL:
        said = {"months": str(dict(OF_AGE_REMINDERS)[step])}
        outbox.tell_holder(connection, keys, Notice.OF_AGE_SOON, row.patient_id, parameters=said)
        outbox.tell_account(connection, keys, Notice.OF_AGE_SOON, row.delegate_id, parameters=said)
        return
    said = {"days": str(max(left, 1))}
    if row.basis == MandateBasis.GUARDIANSHIP:
        outbox.tell_account(connection, keys, Notice.GUARDIANSHIP_ENDS_SOON, row.delegate_id, parameters=said)
        return
    outbox.tell_holder(connection, keys, Notice.MANDATE_ENDS_SOON, row.patient_id, parameters=said)


def _put(connection: Connection, row: Any, state: MandateState, reason: MandateReason, **values: Any) -> None:
    connection.execute(
        update(Mandate)
        .where(Mandate.id == row.id)
        .values(state=state, reason=reason, state_since=clock.now(), **values)
    )
    details = {"state": state.value, "state_reason": reason.value}
    by_itself.note(connection, Action.END_MANDATE, row.patient_id, row.id, details)
