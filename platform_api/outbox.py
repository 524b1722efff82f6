"""Queues what people must be told, in the act's own transaction; the portal words and sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from platform_api import clock
from platform_api.identifiers import new_id
from platform_api.keys import Keys
from platform_api.models import Account
from platform_api.models import Notice as NoticeRow
from platform_api.shapes import Language
from platform_api.vocabulary import EMAIL, SMS, TEXTED, Notice

TEXT_LASTS = timedelta(days=3)
"""A text message without an end of its own warns of a change: so long a new number or address proves nobody
(`contacts.DELAY`), and the warning is of use."""
_LEASE = timedelta(minutes=2)
_WAITS = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30))

_find_account = select(Account.id, Account.email_sealed, Account.language, Account.patient_id)


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A message to be worded and sent now."""

    id: str
    code: Notice
    channel: str
    language: Language
    address: str
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A message that nobody will get, and where it was meant to go."""

    channel: str
    patient_id: str | None
    address: str


def tell(
    connection: Connection,
    keys: Keys,
    notice: Notice,
    *,
    address: str,
    language: str,
    patient_id: str | None = None,
    parameters: Mapping[str, str] | None = None,
    expires_at: datetime | None = None,
    channel: str = EMAIL,
) -> None:
    """Queue a message; address and parameters (one-time codes among them) are sealed.

    By `SMS` the address is a telephone number (E.164). Raises ValueError for a notice that no text message says.
    """
    identifier, moment = new_id(), clock.now()
    if channel == SMS:
        if notice not in TEXTED:
            raise ValueError(f"{notice} is not told by text message")
        expires_at = expires_at or moment + TEXT_LASTS
    connection.execute(
        insert(NoticeRow),
        {
            "id": identifier,
            "code": notice.value,
            "channel": channel,
            "language": language,
            "patient_id": patient_id,
            "address_sealed": keys.seal(address, f"notice-address:{identifier}"),
            "parameters_sealed": keys.seal(
                msgspec.json.encode(dict(parameters or {})).decode(), f"notice-parameters:{identifier}"
            ),
            "created_at": moment,
            "expires_at": expires_at,
            "due_at": moment,
        },
    )


def tell_holder(
    connection: Connection,
    keys: Keys,
    notice: Notice,
    patient_id: str,
    *,
    parameters: Mapping[str, str] | None = None,
) -> bool:
    """Queue an e-mail to whoever a record belongs to; False where they have no account, so that a letter is needed."""
    row = connection.execute(_find_account.where(Account.patient_id == patient_id)).first()
    if row is None:
        return False
    tell_account(connection, keys, notice, row.id, parameters=parameters)
    return True


def tell_account(
    connection: Connection,
    keys: Keys,
    notice: Notice,
    account_id: str,
    *,
    parameters: Mapping[str, str] | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Queue an e-mail to the address and in the language of an account."""
    row = connection.execute(_find_account.where(Account.id == account_id)).one()
    tell(
        connection,
        keys,
        notice,
        address=keys.open(row.email_sealed, f"account-email:{row.id}"),
        language=row.language,
        patient_id=row.patient_id,
        parameters=parameters,
        expires_at=expires_at,
    )


def lease(connection: Connection, keys: Keys, most: int = 20) -> list[DueNotice]:
    """Take what is due for two minutes: a worker that dies gives it back by itself."""
    moment = clock.now()
    rows = connection.execute(
        select(NoticeRow)
        .where(
            NoticeRow.sent_at.is_(None),
            NoticeRow.due_at <= moment,
            or_(NoticeRow.expires_at.is_(None), NoticeRow.expires_at > moment),
        )
        .order_by(NoticeRow.due_at, NoticeRow.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    due = []
    for row in rows:
        wait = _WAITS[min(row.tries, len(_WAITS) - 1)]
        connection.execute(
            update(NoticeRow)
            .where(NoticeRow.id == row.id)
            .values(due_at=moment + max(wait, _LEASE), tries=row.tries + 1)
        )
        if row.address_sealed is None or row.parameters_sealed is None:
            continue
        parameters = msgspec.json.decode(
            keys.open(row.parameters_sealed, f"notice-parameters:{row.id}"), type=dict[str, str]
        )
        address = keys.open(row.address_sealed, f"notice-address:{row.id}")
        due.append(DueNotice(row.id, Notice(row.code), row.channel, row.language, address, parameters))
    return due


def take_back(connection: Connection, notice: Notice, patient_id: str, channel: str) -> None:
    """Do not send what waits: its code is void, a newer one comes. What was leased already goes out all the same."""
    connection.execute(
        delete(NoticeRow).where(
            NoticeRow.patient_id == patient_id,
            NoticeRow.code == notice.value,
            NoticeRow.channel == channel,
            NoticeRow.sent_at.is_(None),
        )
    )


def give_up(connection: Connection, keys: Keys, notice_id: str) -> GivenUp | None:
    """It will never arrive: try it no more, and purge what it said; whom it was for, None where it left already.

    What was given up has neither been sent nor an address any longer: so it is counted (`given_up`).
    """
    row = connection.execute(
        select(NoticeRow)
        .where(NoticeRow.id == notice_id, NoticeRow.sent_at.is_(None), NoticeRow.address_sealed.is_not(None))
        .with_for_update()
    ).first()
    if row is None or row.address_sealed is None:
        return None
    connection.execute(
        update(NoticeRow)
        .where(NoticeRow.id == notice_id)
        .values(expires_at=clock.now(), address_sealed=None, parameters_sealed=None)
    )
    return GivenUp(row.channel, row.patient_id, keys.open(row.address_sealed, f"notice-address:{row.id}"))


def given_up() -> ColumnElement[bool]:
    """The condition for messages that no gateway took, as long as they are kept."""
    return NoticeRow.sent_at.is_(None) & NoticeRow.address_sealed.is_(None)


def sent(connection: Connection, notice_id: str) -> None:
    """It is on its way: purge what it said and to whom."""
    connection.execute(
        update(NoticeRow)
        .where(NoticeRow.id == notice_id)
        .values(sent_at=clock.now(), address_sealed=None, parameters_sealed=None)
    )


def told_since(connection: Connection, notice: Notice, patient_id: str, since: datetime) -> bool:
    """Whether this was told, or queued to be told, since then."""
    found = select(NoticeRow.id).where(
        NoticeRow.patient_id == patient_id, NoticeRow.code == notice.value, NoticeRow.created_at > since
    )
    return connection.execute(found.limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class Way:
    """How far a message has come."""

    queued_at: datetime
    sent: bool
    given_up: bool


def newest(
    connection: Connection, notice: Notice, patient_id: str, channel: str, since: datetime
) -> Way | None:
    """The newest message of this kind to somebody since then, whatever became of it."""
    row = connection.execute(
        select(NoticeRow.created_at, NoticeRow.sent_at, given_up().label("given_up"))
        .where(
            NoticeRow.patient_id == patient_id,
            NoticeRow.code == notice.value,
            NoticeRow.channel == channel,
            NoticeRow.created_at >= since,
        )
        .order_by(NoticeRow.created_at.desc(), NoticeRow.id.desc())
        .limit(1)
    ).first()
    return Way(row.created_at, row.sent_at is not None, bool(row.given_up)) if row else None


def forget_old(connection: Connection, before: datetime) -> int:
    """Delete messages that were sent or expired long ago; returns how many."""
    over = or_(NoticeRow.sent_at < before, NoticeRow.expires_at < before)
    return connection.execute(delete(NoticeRow).where(over)).rowcount
