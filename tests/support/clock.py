"""A clock that a test moves, for everything in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine


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
def movable_clock() -> Iterator[Clock]:
    """Begins now and ticks."""
    with time_machine.travel(datetime.now(UTC), tick=True) as traveller:
        yield Clock(traveller)
