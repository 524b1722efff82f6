"""Counters against guessing, kept in the database: they hold across workers, hosts and restarts."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import Connection, delete, func, select, update

from platform_api import clock
from platform_api.db import insert_if_absent
from platform_api.keys import Keys
from platform_api.models import Throttle


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failed tries in which window, how long each further block lasts, and when it is final."""

    tries: int
    window: timedelta
    blocks: tuple[timedelta, ...]
    dead_at: int | None = None


LETTER = Limit(5, timedelta(minutes=15), (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=24)), 20)
"""domain.md: 5 tries in 15 min, then 15 min, 1 h, 24 h; dead at 20."""
ADDRESS = Limit(60, timedelta(minutes=15), (timedelta(minutes=15),))
PASSWORD = Limit(10, timedelta(minutes=15), (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)))
ACCOUNT = Limit(60, timedelta(minutes=15), (timedelta(minutes=15), timedelta(hours=1)))
"""All addresses together: guessing spread over many machines is stopped, one machine cannot lock its owner out."""
SECOND_FACTOR = Limit(5, timedelta(hours=24), (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6)))
"""At most thirty wrong ones a day, however they are spread; the app has three codes that fit: 9 in 100,000 a day."""
INVITATION = Limit(5, timedelta(hours=1), (timedelta(hours=1), timedelta(hours=24)))
"""domain.md: an invitation's code, 5 tries."""
MAIL = Limit(6, timedelta(hours=1), (timedelta(hours=1),))

TEXT = Limit(5, timedelta(hours=1), (timedelta(hours=1), timedelta(hours=24)))
"""Text messages: about ten a day, so that ten minutes and five tries each leave a guess 5 in 100,000 a day."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a counter stands."""

    blocked_seconds: int
    total: int
    dead: bool


def address_name(keys: Keys, address: str) -> str:
    """The counter of the visitor's address block (/24, /56): one household or office."""
    try:
        block = ip_network((address, 24 if ip_address(address).version == 4 else 56), strict=False)
    except ValueError:
        return keys.find_by("address", "unknown")
    return keys.find_by("address", str(block))


def standing(connection: Connection, name: str, limit: Limit) -> Standing:
    """Whether this name is blocked now, and for how many seconds more.

    Within a transaction that writes, whoever asks next waits for its end: of many tries at once none is judged before
    the one before it is counted (SQLite has one writer anyway).
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    row = connection.execute(
        select(Throttle.blocked_until, Throttle.total).where(Throttle.name == name)
    ).first()
    if row is None:
        return Standing(0, 0, False)
    dead = limit.dead_at is not None and row.total >= limit.dead_at
    return Standing(_seconds(row.blocked_until, clock.now()), row.total, dead)


def count(connection: Connection, name: str, kind: str, limit: Limit) -> Standing:
    """Count one failed try and block when it was one too many.

    While a block lasts nothing is judged, so nothing is counted either; the same statements run all the same.
    """
    moment = clock.now()
    fresh = {"name": name, "kind": kind, "tries": 0, "total": 0, "window_until": moment + limit.window}
    insert_if_absent(connection, Throttle.__table__, fresh)
    row = connection.execute(
        select(Throttle.tries, Throttle.total, Throttle.window_until, Throttle.blocked_until)
        .where(Throttle.name == name)
        .with_for_update()
    ).one()
    tries, total, window, blocked = row.tries, row.total, row.window_until, row.blocked_until
    if blocked is None or moment >= blocked:
        blocked, total = None, total + 1
        tries = tries + 1 if moment < window else 1
        window = window if moment < window else moment + limit.window
        if tries >= limit.tries:
            step = min((total - 1) // limit.tries, len(limit.blocks) - 1)
            blocked, tries = moment + limit.blocks[step], 0
    connection.execute(
        update(Throttle)
        .where(Throttle.name == name)
        .values(tries=tries, total=total, window_until=window, blocked_until=blocked)
    )
    return Standing(_seconds(blocked, moment), total, limit.dead_at is not None and total >= limit.dead_at)


def forgive(connection: Connection, name: str) -> None:
    """Forget the failed tries: the right one came."""
    connection.execute(delete(Throttle).where(Throttle.name == name))


def stopped_now(connection: Connection) -> list[tuple[str, int]]:
    """Of each kind, how many counters say no at this moment: somebody tried too often."""
    rows = connection.execute(
        select(Throttle.kind, func.count())
        .where(Throttle.blocked_until > clock.now())
        .group_by(Throttle.kind)
        .order_by(Throttle.kind)
    )
    return [(kind, number) for kind, number in rows]


def forget_old(connection: Connection, before: datetime) -> int:
    """Delete counters whose window ended long ago; returns how many."""
    return connection.execute(delete(Throttle).where(Throttle.window_until < before)).rowcount


def _seconds(until: datetime | None, moment: datetime) -> int:
    """Whole seconds left, rounded up: a wait that is over is 0."""
    return max(0, math.ceil((until - moment).total_seconds())) if until else 0
