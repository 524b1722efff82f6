"""A document before it has a format: who wrote what about whom and when, read from a text file.

Fields stand before the line `---`: `person type title language format author age` are needed; `service`
(days before today, `30..24`), `encounter` (AMB, EMER, IMP), `to` (whom a letter addresses),
`confidentiality`, `replaces`, `description`, `image`, `organisation`, `weekend` and `style` (large print) are
optional. With `born` instead of `age`, days count from a birth: the person's, or that of the person in `whose`.

In the words, `[[0]]` is the document's date, `[[-3]]` three days earlier, `[[@key]]` another document's date,
`[[t-900]]` counts from today; `|short`, `|month`, `|year` choose the form. `[[age]]`, `[[name]]`, `[[birth]]`
come from the person.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

from platform_api.demo.content import Section, parse
from platform_api.demo.organisations import organisation, professional
from platform_api.demo.people import person
from platform_api.demo.records import DemoOrganisation, DemoPerson, DemoProfessional
from platform_api.demo.wording import age_on, long_date, month_and_year, set_type, short_date

_PLACEHOLDER = re.compile(r"\[\[(t|@[a-z0-9-]*[a-z0-9])?([+-]?\d+)?(age|name|birth)?(?:\|(\w+))?\]\]")


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything about a document but its bytes; its words still hold their placeholders."""

    key: str
    fields: Mapping[str, str]
    text: str
    today: date
    created_at: datetime = field(compare=False)

    @property
    def patient(self) -> DemoPerson:
        """The person it is about."""
        return person(self.fields["person"])

    @property
    def author(self) -> DemoProfessional | None:
        """The professional who wrote it; none when the patient did."""
        key = self.fields["author"]
        return None if key == "patient" else professional(key)

    @property
    def organisation(self) -> DemoOrganisation | None:
        """Where it was written."""
        if "organisation" in self.fields:
            return organisation(self.fields["organisation"])
        return organisation(self.author.organisation_id) if self.author else None

    @property
    def day(self) -> date:
        """The day on which it was written."""
        return self.created_at.date()

    @property
    def language(self) -> str:
        """In which language it is written."""
        return self.fields["language"]

    @property
    def service(self) -> tuple[date, date] | None:
        """First and last day of what it reports."""
        if "service" not in self.fields:
            return None
        first, _, last = self.fields["service"].partition("..")
        days = [_counted(self.fields, int(part), self.today) for part in (first, last or first)]
        return min(days[0], self.day), min(days[1], self.day)


@dataclass(frozen=True, slots=True)
class Written:
    """A draft with its final words."""

    draft: Draft
    title: str
    description: str
    sections: tuple[Section, ...]


@cache
def read_texts() -> tuple[tuple[str, Mapping[str, str], str], ...]:
    """Every text file of the demo as key, fields and words, ordered by key."""
    found = []
    for folder in files("platform_api.demo").joinpath("documents/texts").iterdir():
        for entry in folder.iterdir() if folder.is_dir() else ():
            if entry.name.endswith(".txt"):
                head, _, body = entry.read_text("utf-8").partition("\n---\n")
                found.append((entry.name.removesuffix(".txt"), _fields(head, folder.name), body))
    return tuple(sorted(found, key=lambda item: item[0]))


def draft(key: str, fields: Mapping[str, str], text: str, today: date) -> Draft:
    """Date a text between seven and seventeen o'clock UTC, on a working day unless it comes from a ward."""
    day = _counted(fields, int(fields.get("born", fields.get("age", ""))), today)
    if "weekend" not in fields and _keeps_office_hours(fields):
        day -= timedelta(max(0, day.weekday() - 4))
    minutes = zlib.crc32(key.encode()) % 600
    created_at = datetime.combine(day, time(7), UTC) + timedelta(minutes=minutes)
    return Draft(key, fields, text, today, created_at)


def write(drafts: Iterable[Draft]) -> Iterator[Written]:
    """Fill the placeholders of every draft; a draft may name another one's date."""
    drafts = list(drafts)
    days = {item.key: item.day for item in drafts}
    for item in drafts:
        yield Written(
            item,
            _fill(item.fields["title"], item, days),
            _fill(item.fields.get("description", ""), item, days),
            parse(_fill(item.text, item, days)),
        )


def _fields(head: str, folder: str) -> Mapping[str, str]:
    pairs = (line.split(":", 1) for line in head.splitlines() if line.strip())
    return {"person": folder} | {name.strip(): value.strip() for name, value in pairs}


def _counted(fields: Mapping[str, str], days: int, today: date) -> date:
    """A day counted back from today, or from a birth when the fields have `born`."""
    if "born" in fields:
        return person(fields.get("whose", fields["person"])).birth_date + timedelta(days)
    return today - timedelta(days)


def _keeps_office_hours(fields: Mapping[str, str]) -> bool:
    return fields["author"] != "patient" and fields.get("encounter") not in ("IMP", "EMER")


def _fill(text: str, item: Draft, days: Mapping[str, date]) -> str:
    def replace(match: re.Match[str]) -> str:
        base, offset, word, form = match.groups()
        if word == "name":
            return item.patient.full_name
        if word == "age":
            return str(age_on(item.day, item.patient.birth_date))
        if word == "birth":
            return _date(item.patient.birth_date, item.language, form)
        start = item.day if base is None else item.today if base == "t" else days[base[1:]]
        return _date(start + timedelta(int(offset or 0)), item.language, form)

    return set_type(_PLACEHOLDER.sub(replace, text), item.language)


def _date(day: date, language: str, form: str | None) -> str:
    if form == "year":
        return str(day.year)
    if form == "month":
        return month_and_year(day, language)
    return short_date(day, language) if form == "short" else long_date(day, language)
