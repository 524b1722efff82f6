"""Figures as a page shows them: numbers in the reader's language, bars with their heights, months with their names."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from flask import url_for

from patient_portal import i18n
from patient_portal.platform_client import DocumentType, Figures
from patient_portal.platform_client.vocabulary import DossierState

MONTHS = 12
_WIDTH, _HEIGHT, _GAP = 720, 200, 6  # of the drawing, in its own units
_OPEN = (DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED)
Types = Mapping[str, DocumentType]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its number in words and its place in the drawing."""

    label: str
    short: str
    value: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One type of document: its name, how many in all and in the last twelve months, and its own page."""

    name: str
    total: str
    year: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of figures."""

    as_of: str
    open_records: str
    activated: str
    by_default: str
    waiting: str
    objected: str
    closed: str
    closed_share: str
    accounts: str
    documents: str
    professionals: str
    active: str
    bars: Sequence[Bar]
    width: int
    height: int
    type_name: str
    rows: Sequence[TypeRow]


@dataclass(frozen=True, slots=True)
class PilotTable:
    """What the pilot counted: one row a type, one column a date, and the sums."""

    source: str
    dates: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    totals: Sequence[str]


def overview(figures: Figures, types: Types, chosen: str) -> Overview:
    """All figures; with `chosen` the months are those of one type."""
    states = Counter({DossierState(state): number for state, number in figures.records.items()})
    opened, everyone = sum(states[state] for state in _OPEN), sum(states.values())
    months = _last_months(figures.as_of.date())
    by_month: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    year: Counter[str] = Counter()
    for one in figures.documents:
        totals[one.type] += one.number
        if one.month in months:
            year[one.type] += one.number
            if chosen in ("", one.type):
                by_month[one.month] += one.number
    return Overview(
        as_of=i18n.day_and_time(figures.as_of),
        open_records=i18n.number(opened),
        activated=i18n.number(states[DossierState.ACTIVATED]),
        by_default=i18n.number(states[DossierState.OPEN_BY_DEFAULT]),
        waiting=i18n.number(states[DossierState.CREATED]),
        objected=i18n.number(states[DossierState.OBJECTED]),
        closed=i18n.number(states[DossierState.CLOSED]),
        closed_share=_share(states[DossierState.CLOSED], everyone),
        accounts=i18n.number(figures.accounts),
        documents=i18n.number(sum(totals.values())),
        professionals=i18n.number(figures.professionals.known),
        active=i18n.number(figures.professionals.active),
        bars=bars([(month, by_month[month]) for month in months]),
        width=_WIDTH,
        height=_HEIGHT,
        type_name=types[chosen].name(i18n.language()) if chosen else "",
        rows=_rows(types.values(), totals, year, chosen),
    )


def pilot(figures: Figures, types: Types) -> PilotTable:
    """The pilot's table, in the order in which it was published."""
    code = i18n.language()
    dates = tuple(figures.pilot.types[0].counts)
    rows = [
        (types[one.type].name(code), [i18n.number(one.counts[day]) for day in dates])
        for one in figures.pilot.types
    ]
    totals = [i18n.number(sum(one.counts[day] for one in figures.pilot.types)) for day in dates]
    return PilotTable(figures.pilot.source, [_month(day, "yMMM") for day in dates], rows, totals)


def bars(numbers: Sequence[tuple[str, int]]) -> list[Bar]:
    """A bar a month; the highest fills the drawing, none is invisible unless it stands for nothing."""
    highest = max((number for _month_name, number in numbers), default=0) or 1
    step = _WIDTH / max(len(numbers), 1)
    found = []
    for place, (month, number) in enumerate(numbers):
        height = max(number / highest * _HEIGHT, 2.0) if number else 0.0
        found.append(
            Bar(
                label=_month(month, "yMMMM"),
                short=_month(month, "MMM"),
                value=i18n.number(number),
                x=round(place * step + _GAP / 2, 1),
                y=round(_HEIGHT - height, 1),
                width=round(step - _GAP, 1),
                height=round(height, 1),
            )
        )
    return found


def _rows(
    types: Iterable[DocumentType], totals: Mapping[str, int], year: Mapping[str, int], chosen: str
) -> list[TypeRow]:
    code = i18n.language()
    return [
        TypeRow(
            name=one.name(code),
            total=i18n.number(totals.get(one.code, 0)),
            year=i18n.number(year.get(one.code, 0)),
            url=url_for("figures.index", type=one.code),
            chosen=one.code == chosen,
        )
        for one in sorted(types, key=lambda one: (-totals.get(one.code, 0), one.name(code)))
    ]


def _last_months(today: date) -> list[str]:
    """The last twelve months, the oldest first."""
    last = today.year * 12 + today.month - 1
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(last - MONTHS + 1, last + 1)]


def _month(month: str, skeleton: str) -> str:
    """A month such as `2026-11` with its name, as the reader's language writes it."""
    year, number = month.split("-")
    return str(format_skeleton(skeleton, date(int(year), int(number), 1), locale=i18n.locale()))


def _share(part: int, whole: int) -> str:
    """A part of a whole in per cent with two places, as the agency publishes it."""
    return i18n.per_cent(part / whole if whole else 0.0)
