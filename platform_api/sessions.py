"""Sessions of browsers: opened, rotated at every change of person, ended at once and from afar."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from platform_api import clock
from platform_api.identification import IDLE
from platform_api.identifiers import new_id
from platform_api.models import Account, Session
from platform_api.shapes import Moment
from platform_api.tokens import new_reference

ABSOLUTE = timedelta(hours=8)
HALFWAY = timedelta(minutes=10)
ACTIVATION = timedelta(hours=2)
KEPT = timedelta(days=30)
"""How long a session that is over is remembered."""
FORMER = timedelta(seconds=60)
"""How long the reference of before a fresh second factor still reads: for what the browser had asked by then."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of an account, as its owner sees it."""

    id: str
    device: str
    created_at: Moment
    seen_at: Moment
    current: bool


def open_activation(connection: Connection, activation_id: str, device: str) -> str:
    """A session for someone who is activating; returns the reference for the browser."""
    return _open(connection, "activation", device, ACTIVATION, activation_id=activation_id)


def open_half(connection: Connection, account_id: str, device: str) -> str:
    """A session for someone whose password was right; returns the reference for the browser."""
    return _open(connection, "half", device, HALFWAY, account_id=account_id)


def open_person(connection: Connection, account_id: str, device: str, instead_of: str | None) -> str:
    """A session for someone who proved both factors, with a new reference; the earlier one ends."""
    if instead_of is not None:
        end(connection, instead_of)
    return _open(connection, "person", device, ABSOLUTE, account_id=account_id, proved_at=clock.now())


def is_new_device(connection: Connection, account_id: str, device: str) -> bool:
    """Whether nobody signed in to this account from such a device since sessions are kept (`forget_old`, 30 days).

    An account that is itself younger, and has no session, was made without one: that is no device to be told of.
    """
    known = set(
        connection.execute(
            select(Session.device)
            .where(Session.account_id == account_id, Session.kind == "person")
            .distinct()
        ).scalars()
    )
    if known:
        return device[:80] not in known
    made = connection.execute(select(Account.created_at).where(Account.id == account_id)).scalar_one()
    return made < clock.now() - KEPT


def proved_again(connection: Connection, session_id: str) -> str:
    """The second factor of this session was proved just now; returns its new reference for the browser (ASVS 7.2.4).

    Whoever had got hold of the one before has nothing of the fresh proof: for `FORMER` it opens what an old proof
    opens, so that other tabs and a second press lose nothing, then it is unknown.
    """
    reference, hashed = new_reference()
    moment = clock.now()
    values = {"former_reference": Session.reference, "former_until": moment + FORMER}
    connection.execute(
        update(Session).where(Session.id == session_id).values(reference=hashed, proved_at=moment, **values)
    )
    return reference


def turn(connection: Connection, session_id: str, mandate_id: str | None) -> str:
    """Turn a person's session to whom they act for, or back to themself; returns its new reference for the browser."""
    reference, hashed = new_reference()
    values = {"reference": hashed, "mandate_id": mandate_id, "assistance_id": None, "former_reference": None}
    connection.execute(update(Session).where(Session.id == session_id).values(**values))
    return reference


def end(connection: Connection, session_id: str) -> None:
    """End one session now."""
    connection.execute(
        update(Session)
        .where(Session.id == session_id, Session.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_all(connection: Connection, account_id: str, but: str | None = None) -> None:
    """End every session of an account, except one if named."""
    connection.execute(
        update(Session)
        .where(Session.account_id == account_id, Session.ended_at.is_(None), Session.id != (but or ""))
        .values(ended_at=clock.now())
    )


def end_of_activation(connection: Connection, activation_id: str) -> None:
    """End the sessions that led through an activation."""
    connection.execute(
        update(Session)
        .where(Session.activation_id == activation_id, Session.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def of_account(connection: Connection, account_id: str, current: str | None) -> list[OpenSession]:
    """The account's open sessions, the newest first."""
    rows = connection.execute(
        select(Session.id, Session.device, Session.created_at, Session.seen_at)
        .where(
            Session.account_id == account_id,
            Session.kind == "person",
            Session.ended_at.is_(None),
            Session.expires_at > clock.now(),
            Session.seen_at > clock.now() - IDLE,
        )
        .order_by(Session.seen_at.desc(), Session.id)
    )
    return [OpenSession(r.id, r.device, r.created_at, r.seen_at, r.id == current) for r in rows]


def forget_old(connection: Connection, before: datetime) -> int:
    """Delete sessions that ended long ago; returns how many."""
    return connection.execute(delete(Session).where(Session.expires_at < before)).rowcount


def _open(
    connection: Connection,
    kind: str,
    device: str,
    life: timedelta,
    *,
    account_id: str | None = None,
    activation_id: str | None = None,
    proved_at: datetime | None = None,
) -> str:
    reference, hashed = new_reference()
    moment = clock.now()
    connection.execute(
        insert(Session),
        {
            "id": new_id(),
            "reference": hashed,
            "kind": kind,
            "account_id": account_id,
            "activation_id": activation_id,
            "device": device[:80],
            "created_at": moment,
            "seen_at": moment,
            "expires_at": moment + life,
            "proved_at": proved_at,
        },
    )
    return reference
