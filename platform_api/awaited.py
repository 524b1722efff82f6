"""Mandates on paper for somebody who has no account yet: a letter invites them, and it counts once they have one.

Nothing is handed over and nothing typed: the account that counts is that of the very person in the directory whom the
holder named, made with the code in the activation letter to their registered address.
"""

from typing import Any

from sqlalchemy import Connection, exists, select, update

from platform_api import addresses, audit_trail, clock, delays, opening_desk, outbox, phones, posting
from platform_api.accounts import holder_name, names_of
from platform_api.audit_trail import Entry
from platform_api.conditions import OPEN_STATES
from platform_api.keys import Keys
from platform_api.models import Account, Dossier, Mandate, Patient
from platform_api.vocabulary import (
    Action,
    Delay,
    MandateReason,
    MandateState,
    Notice,
    Outcome,
    PostKind,
    Role,
)

_M = Mandate.__table__
_RUNNING = (MandateState.ACCEPTED, MandateState.ACTIVE, MandateState.SUSPENDED)


def invite(connection: Connection, keys: Keys, row: Any) -> dict[str, Any]:
    """Write to both; returns what the mandate's row says from now on.

    The documents that were seen are the holder's: to an address of the caregiver that changed lately no code goes.
    """
    until = delays.over_at(Delay.MANDATE_ACCOUNT, clock.now())
    invited = connection.execute(
        select(Patient.given, Patient.family, Patient.language).where(Patient.id == row.awaited_id)
    ).one()
    said = {"until": delays.last_day(until).isoformat()}
    name = f"{invited.given} {invited.family}"
    posting.queue(connection, keys, PostKind.MANDATE_WAITS, row.patient_id, said | {"name": name})
    about = holder_name(connection, row.patient_id)
    posting.queue(connection, keys, PostKind.MANDATE_INVITED, row.awaited_id, said | {"name": about})
    if addresses.changed_lately(connection, row.awaited_id) is None:
        opening_desk.queue_letter(connection, row.awaited_id, invited.language)
    else:
        phones.warn(connection, keys, Notice.LETTER_NOT_SENT, row.awaited_id)
    return {"state": MandateState.PROPOSED, "reason": MandateReason.ACCOUNT_AWAITED, "code_until": until}


def take_up(connection: Connection, keys: Keys, patient_id: str | None = None) -> int:
    """Let the mandates count that waited for this person's account, or for anybody's; returns how many."""
    moment = clock.now()
    other = _M.alias()
    twice = exists().where(
        other.c.patient_id == _M.c.patient_id,
        other.c.delegate_id == Account.id,
        other.c.state.in_(_RUNNING),
    )
    rows = connection.execute(
        select(_M, Account.id.label("account_id"))
        .join(Account, Account.patient_id == _M.c.awaited_id)
        .join(Dossier, Dossier.patient_id == _M.c.patient_id)
        .where(
            _M.c.awaited_id.is_not(None) if patient_id is None else _M.c.awaited_id == patient_id,
            _M.c.state == MandateState.PROPOSED,
            _M.c.reason == MandateReason.ACCOUNT_AWAITED,
            _M.c.code_until > moment,
            _M.c.ends_at > moment,
            Account.state == "active",
            Dossier.state.in_(OPEN_STATES),
            ~twice,
        )
        .order_by(_M.c.id)
        .with_for_update(of=_M)
    ).all()
    for row in rows:
        _begin(connection, keys, row)
    return len(rows)


def tell_begun(connection: Connection, keys: Keys, row: Any, delegate_id: str) -> None:
    """A mandate on paper counts: both get a letter, and the caregiver an e-mail."""
    days = {"since": clock.today().isoformat(), "until": delays.last_day(row.ends_at).isoformat()}
    delegate = connection.execute(select(Account.patient_id).where(Account.id == delegate_id)).scalar()
    caregiver = names_of(connection, delegate_id)
    posting.queue(connection, keys, PostKind.MANDATE_GIVEN, row.patient_id, days | {"name": caregiver})
    if delegate is not None:
        name = holder_name(connection, row.patient_id)
        posting.queue(connection, keys, PostKind.MANDATE_TAKEN, delegate, days | {"name": name})
    outbox.tell_account(connection, keys, Notice.MANDATE_CONFIRMED, delegate_id)


def tell_lapsed(connection: Connection, keys: Keys, row: Any) -> None:
    """Nobody set up an account in time: the holder, who may know nothing but paper, gets a letter."""
    name = {"name": f"{row.given} {row.family}".strip()}
    posting.queue(connection, keys, PostKind.MANDATE_LAPSED, row.patient_id, name)


def _begin(connection: Connection, keys: Keys, row: Any) -> None:
    moment = clock.now()
    begun: dict[str, Any] = {
        "starts_at": moment,
        "accepted_at": moment,
        "confirmed_at": moment,
        "state_since": moment,
    }
    begun |= {"delegate_id": row.account_id, "awaited_id": None, "code_until": None}
    state = {"state": MandateState.ACTIVE, "reason": MandateReason.PAPER}
    connection.execute(update(Mandate).where(Mandate.id == row.id).values(**begun, **state))
    audit_trail.append(
        connection,
        Entry(
            chain=row.patient_id,
            action=Action.CONFIRM_MANDATE,
            outcome=Outcome.ALLOWED,
            role=Role.OPERATOR,
            object_kind="mandate",
            object_id=row.id,
            details={"state": MandateState.ACTIVE.value, "state_reason": MandateReason.PAPER.value},
        ),
    )
    tell_begun(connection, keys, row, row.account_id)
