"""A clock that a test moves, for everything in this process; and the night, in which none begins."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

from platform_api.clock import in_luxembourg

EVENING = timedelta(minutes=4)
"""Longer than a test takes, with the few minutes that some let pass."""


def wait_for_the_day() -> None:
    """Just before midnight in Luxembourg, wait for the new day: a test begins and ends on one."""
    now = in_luxembourg(datetime.now(UTC))
    tomorrow = (now + EVENING).replace(hour=0, minute=0, second=0, microsecond=0)
    if tomorrow > now:
        time.sleep((tomorrow - now).total_seconds() + 1)


class Clock:
    """Moves the time of this process; in between it ticks on as usual."""

    def __init__(self, traveller: Any) -> None:
        self._traveller = traveller

    def forward(self, **span: float) -> None:
        """`forward(minutes=15)`: later by this much."""
        self._traveller.shift(timedelta(**span))

    def back(self, **span: float) -> None:
        """`back(hours=2)`: earlier by this much."""
        self._traveller.shift(-timedelta(**span))

    def set(self, moment: datetime) -> None:
        """To this moment, which must say its time zone."""
        assert moment.tzinfo is not None, "a moment without a time zone"
        self._traveller.move_to(moment)


@contextmanager
def movable_clock(*, ticks: bool = True) -> Iterator[Clock]:
    """Begins now and ticks, or stands until it is moved."""
    with time_machine.travel(datetime.now(UTC), tick=ticks) as traveller:
        yield Clock(traveller)
