"""The legal delays: a dated table with its sources, and when a delay that begins now is over."""

import calendar
import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from platform_api import clock
from platform_api.vocabulary import Delay


@dataclass(frozen=True, slots=True)
class LegalDelay:
    """How long a delay is, since when, and where that stands; `unit` is `days`, `months` or `years`."""

    code: Delay
    amount: int
    unit: Literal["days", "months", "years"]
    since: date
    source: str


@cache
def table() -> tuple[LegalDelay, ...]:
    """Every row of `directory/legal_delays.csv`, those that are over and those to come too."""
    text = files("platform_api.directory").joinpath("legal_delays.csv").read_text("utf-8")
    return tuple(
        LegalDelay(
            Delay(row["code"]),
            int(row["amount"]),
            cast(Literal["days", "months", "years"], row["unit"]),
            date.fromisoformat(row["since"]),
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def in_force(code: Delay, on: date) -> LegalDelay:
    """The row that counts on this day: the newest of those that have begun, else the first there is."""
    rows = sorted((row for row in table() if row.code is code), key=lambda row: row.since)
    begun = [row for row in rows if row.since <= on]
    return begun[-1] if begun else rows[0]


def over_at(code: Delay, moment: datetime) -> datetime:
    """When a delay that begins at this moment is over: with the last hour of its last day, in Luxembourg.

    The day of the event does not count (Regulation (EEC, Euratom) No 1182/71, art. 3); where a month has no such
    day the delay ends with that month's last one. A changed clock (summer time) neither gives nor takes a day.
    """
    begins = clock.in_luxembourg(moment).date()
    last = _later(begins, in_force(code, begins))
    midnight = datetime.combine(last + timedelta(days=1), time(0), clock.LUXEMBOURG)
    return midnight.astimezone(moment.tzinfo)


def last_day(over: datetime) -> date:
    """The last day that still counts, for a delay that is over at this moment."""
    return clock.in_luxembourg(over - timedelta(seconds=1)).date()


def _later(day: date, delay: LegalDelay) -> date:
    if delay.unit == "days":
        return day + timedelta(days=delay.amount)
    months = day.month - 1 + delay.amount * (12 if delay.unit == "years" else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
