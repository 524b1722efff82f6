"""Counters against guessing, kept in the database: they hold across workers, hosts and restarts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from platform_api import clock
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
SECOND_FACTOR = Limit(5, timedelta(minutes=15), (timedelta(minutes=15), timedelta(hours=1)))
MAIL = Limit(6, timedelta(hours=1), (timedelta(hours=1),))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a counter stands."""

    blocked_seconds: int
    total: int
    dead: bool


def standing(connection: Connection, name: str, limit: Limit) -> Standing:
    """Whether this name is blocked now, and for how many seconds more."""
    row = connection.execute(
        select(Throttle.blocked_until, Throttle.total).where(Throttle.name == name)
    ).first()
    if row is None:
        return Standing(0, 0, False)
    left = (row.blocked_until - clock.now()).total_seconds() if row.blocked_until else 0
    return Standing(
        max(0, int(left + 0.999)), row.total, limit.dead_at is not None and row.total >= limit.dead_at
    )


def count(connection: Connection, name: str, kind: str, limit: Limit) -> Standing:
    """Count one failed try and block when it was one too many."""
    moment = clock.now()
    row = connection.execute(
        select(Throttle.tries, Throttle.total, Throttle.window_until)
        .where(Throttle.name == name)
        .with_for_update()
    ).first()
    if row is None:
        values = {"name": name, "kind": kind, "tries": 1, "total": 1, "window_until": moment + limit.window}
        connection.execute(insert(Throttle), values)
        return Standing(0, 1, False)
    tries = row.tries + 1 if moment < row.window_until else 1
    window = row.window_until if moment < row.window_until else moment + limit.window
    blocked: datetime | None = None
    if tries >= limit.tries:
        step = min(row.total // limit.tries, len(limit.blocks) - 1)
        blocked, tries = moment + limit.blocks[step], 0
    connection.execute(
        update(Throttle)
        .where(Throttle.name == name)
        .values(tries=tries, total=row.total + 1, window_until=window, blocked_until=blocked)
    )
    seconds = int((blocked - moment).total_seconds()) if blocked else 0
    return Standing(seconds, row.total + 1, limit.dead_at is not None and row.total + 1 >= limit.dead_at)


def forgive(connection: Connection, name: str) -> None:
    """Forget the failed tries: the right one came."""
    connection.execute(delete(Throttle).where(Throttle.name == name))


def forget_old(connection: Connection, before: datetime) -> int:
    """Delete counters whose window ended long ago; returns how many."""
    return connection.execute(delete(Throttle).where(Throttle.window_until < before)).rowcount
