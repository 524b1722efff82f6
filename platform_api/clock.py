"""The only source of time on the platform."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LUXEMBOURG = ZoneInfo("Europe/Luxembourg")
_offset = timedelta()


def shift(offset: timedelta) -> None:
    """Shift the clock by a development offset (`DSP_CLOCK_OFFSET`)."""
    global _offset
    _offset = offset


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC) + _offset


def today() -> date:
    """Today's date in Luxembourg, the date that legal delays count in."""
    return now().astimezone(LUXEMBOURG).date()


def in_luxembourg(moment: datetime) -> datetime:
    """The same instant on a clock in Luxembourg."""
    return moment.astimezone(LUXEMBOURG)
