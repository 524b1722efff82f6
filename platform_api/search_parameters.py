"""Reads FHIR search parameters: which are known here, and what tokens, dates and references in them mean."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from flask import request

from platform_api import clock
from platform_api.context import platform
from platform_api.fhir import subsets
from platform_api.fhir.registry import CONTROLS, Parameter, Served
from platform_api.media import is_strict
from platform_api.problems import Refused
from platform_api.vocabulary import Reason

MOST = 100
"""The largest page."""
_MODIFIERS = {"string": ("exact", "contains"), "reference": ("identifier",)}
_PREFIXES = ("eq", "ne", "ge", "gt", "le", "lt", "sa", "eb", "ap")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+ -]\d\d:\d\d)?)?)?)?", re.ASCII)
"""A date of a search (R4 3.1.1.4.7); in a form's `+` a space may have become of it."""
_TO_THE_SECOND = re.compile(r"T\d\d:\d\d:\d\d", re.ASCII)
_LONGEST = 200
_FORM = "application/x-www-form-urlencoded"
_ALTERNATIVE = re.compile(r"(?:\\.|[^,])+", re.DOTALL)
_CODED = re.compile(r"((?:\\.|[^|\\])*)\|(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\,|$])")
_WAYS = {
    "_include": (),
    "_revinclude": (),
    "_summary": ("true", "text", "data", "count", "false"),
    "_total": ("none", "estimate", "accurate"),
}
"""Ways to answer that a caller may ask for by name."""
R = TypeVar("R", bound=Any)
_FIRST_YEAR, _LAST_YEAR = 1000, 9000


@dataclass(frozen=True, slots=True)
class Token:
    """`system|code`; a system of None matches any, an empty code any code of the system."""

    system: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Text:
    """A word that a string parameter looks for, and how: "" is at the start, `exact`, `contains`."""

    value: str
    modifier: str = ""


@dataclass(slots=True)
class Span:
    """Moments from `since` on and `before` an end, either open.

    What lasts fits where it overlaps; with `whole` only where all of it lies inside (`sa`, `eb`).
    """

    since: datetime | None = None
    before: datetime | None = None
    whole: bool = False

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return (self.since is None or moment >= self.since) and (self.before is None or moment < self.before)


@dataclass(slots=True)
class Query:
    """What one search asks for, by the names that the resource knows; the others are left out."""

    values: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    count: int = 20
    offset: int = 0
    only_count: bool = False
    orders: list[str] = field(default_factory=list)
    """What `_sort` names of what is served here, the first before the others."""

    def has(self, name: str) -> bool:
        """Whether the parameter was given."""
        return name in self.values

    def first(self, name: str) -> str:
        """The first value, or an empty text."""
        return self.values[name][0][1] if name in self.values else ""

    def tokens(self, name: str) -> list[list[Token]]:
        """Each occurrence (all must hold) as its alternatives (one must)."""
        return [
            [_token(one) for one in _alternatives(value)] for _modifier, value in self.values.get(name, ())
        ]

    def texts(self, name: str) -> list[list[Text]]:
        """Each occurrence (all must hold) as its alternatives (one must)."""
        return [
            [Text(_plain(one), modifier) for one in _alternatives(value)]
            for modifier, value in self.values.get(name, ())
        ]

    def references(self, name: str, kind: str | None) -> list[list[str]]:
        """Each occurrence of a reference parameter (all must hold) as the local ids that it names (one must).

        A modifier that names another kind than this one finds nothing; without a kind it may be any.
        """
        return [
            [local_id(one, kind or modifier) for one in _alternatives(value)]
            if kind is None or modifier in ("", kind)
            else []
            for modifier, value in self.values.get(name, ())
        ]

    def ids(self, name: str, kind: str) -> list[str]:
        """The local ids that all occurrences leave, for what has one only: `Kind/id`, `id` or a full address."""
        first, *others = self.references(name, kind) or [[]]
        return [one for one in dict.fromkeys(first) if all(one in some for some in others)]

    def spans(self, name: str) -> list[list[Span]]:
        """Each occurrence of a date parameter (all must hold) as its alternatives (one must)."""
        found = [
            [span for one in _alternatives(value) for span in _spans(one, name)]
            for _modifier, value in self.values.get(name, ())
        ]
        if not all(found):
            raise Refused(Reason.MALFORMED_REQUEST, field=name)
        return found

    def span(self, name: str) -> Span | None:
        """The one stretch that all occurrences of a date parameter leave; None without one, and for more stretches."""
        spans = self.spans(name)
        if not spans or any(len(alternatives) > 1 for alternatives in spans):
            return None
        found = Span()
        for (one,) in spans:
            if one.since and (found.since is None or one.since > found.since):
                found.since = one.since
            if one.before and (found.before is None or one.before < found.before):
                found.before = one.before
        return found

    def falls(self, name: str, moment: datetime) -> bool:
        """Whether a moment lies where all occurrences of a date parameter want it."""
        return all(any(one.holds(moment) for one in some) for some in self.spans(name))

    def page(
        self, found: Sequence[R], every: Sequence[R], id_of: Callable[[R], str] = lambda one: one["id"]
    ) -> Sequence[R]:
        """The page of what was found; with `_after` it begins behind that resource, even if it fits no longer.

        `every` is where `found` was chosen from, in the same order. The offset tells afterwards what lies before.
        """
        last = self.first("_after")
        if last:
            places = {id_of(one): place for place, one in enumerate(every)}
            if last not in places:
                raise Refused(Reason.MALFORMED_REQUEST, field="_after")
            self.offset = sum(places[id_of(one)] <= places[last] for one in found)
        return found[self.offset : self.offset + self.count]

    def instead(self, name: str, value: str, *, of: str) -> None:
        """Say in the links what an identifier stood for: a matricule never stands in an address."""
        if not self.has(of):
            return
        self.kept = [one for one in self.kept if one[0].partition(":")[0] != of]
        if value:
            self.kept.insert(0, (name, value))


def read(served: Served, *more: str) -> Query:
    """The request's parameters for this resource; `more` are names of parameters of our own.

    Raises Refused(MALFORMED_REQUEST) for a modifier that is not supported, a number that is none, and, in strict
    handling, for a name or a way to answer that is not served; else these are left out, of the links too (3.1.1.4.1).
    """
    _check_form()
    query = Query()
    unknown: list[str] = []
    for name, value in _given():
        base, _, modifier = name.partition(":")
        known = served.parameter(base)
        if base in CONTROLS:
            query.values.setdefault(base, []).append((modifier, value))
            if base == "_elements":
                elements, others = subsets.sift(served.type, value)
                unknown += [name] if others else []
                query.kept += [(name, ",".join(elements))] if elements else []
            elif base == "_sort":
                asked = "" if modifier else value
                orders = [one for one in asked.split(",") if one.removeprefix("-") in served.sorts]
                unknown += [name] if ",".join(orders) != value or not orders else []
                query.kept += [(name, ",".join(orders))] if orders else []
                query.orders += orders
            elif base in _WAYS and not _is_served(served, base, value):
                unknown.append(name)
            else:
                query.kept.append((name, value))
        elif known is None and base not in more:
            unknown.append(name)
        elif value != "":
            if modifier and known and not _understood(known, modifier):
                raise Refused(Reason.MALFORMED_REQUEST, field=name[:80])
            query.values.setdefault(base, []).append((modifier, value[:2000]))
            query.kept.append((name, value))
    if unknown and is_strict():
        raise Refused(Reason.MALFORMED_REQUEST, field=", ".join(sorted(set(unknown)))[:_LONGEST])
    query.count = min(_number(query, "_count", 20), MOST)
    query.offset = _number(query, "_offset", 0)
    query.only_count = query.first("_summary") == "count" or query.count == 0
    if query.only_count:
        query.count = 0  # a number has no pages
    query.kept = [(name, str(query.count) if name == "_count" else value) for name, value in query.kept]
    return query


def local_id(reference: str, kind: str) -> str:
    """The id in a reference to a resource of ours, however it was written.

    Another server's address stays whole: no resource here has such an id.
    """
    head, _, tail = reference.rpartition(f"{kind}/")
    return tail[:64] if head in ("", f"{platform().settings.base_url}/fhir/") else reference[:64]


def folded_words(values: Iterable[list[Text]]) -> str:
    """The values as one line, for a search in whole texts."""
    return " ".join(one.value for alternatives in values for one in alternatives)


def matches(text: str, word: str, modifier: str) -> bool:
    """Whether a string parameter finds this text (R4 3.1.1.4.8)."""
    if modifier == "exact":
        return text == word
    if modifier == "contains":
        return folded(word) in folded(text)
    return folded(text).startswith(folded(word))


def folded(text: str) -> str:
    """A text without accents and case, so that « general » finds « Général »."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _check_form() -> None:
    """A search by POST is a form (R4 3.1.1.4.1.1): parameters in any other body would be lost unseen."""
    if request.method == "POST" and request.mimetype not in (_FORM, ""):
        raise Refused(Reason.FORMAT_NOT_SUPPORTED)


def _is_served(served: Served, name: str, value: str) -> bool:
    """Whether a search of this resource can be answered in the way that the parameter asks for."""
    more = {"_include": served.includes, "_revinclude": served.revincludes}
    return value in ((*more[name], "*") if name in more else _WAYS[name])


def _alternatives(value: str) -> list[str]:
    """The values between commas; one behind a backslash separates nothing (R4 3.1.1.4.0.1)."""
    if "\\" in value:
        return _ALTERNATIVE.findall(value)
    return [one for one in value.split(",") if one]


def _plain(text: str) -> str:
    """A value without the backslashes that stood before its signs."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _given() -> list[tuple[str, str]]:
    return [*request.args.items(multi=True), *request.form.items(multi=True)]


def _understood(parameter: Parameter, modifier: str) -> bool:
    if parameter.kind == "reference" and modifier[0].isupper():
        return modifier.isalpha()  # a kind of resource; what is chained behind it is another parameter
    return modifier in _MODIFIERS.get(parameter.kind, ()) and modifier != "identifier"


def _token(text: str) -> Token:
    coded = _CODED.fullmatch(text) if "|" in text else None
    return Token(_plain(coded[1]), _plain(coded[2])) if coded else Token(None, _plain(text))


def _number(query: Query, name: str, default: int) -> int:
    text = query.first(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Refused(Reason.MALFORMED_REQUEST, field=name)
    return int(text)


def _spans(value: str, name: str) -> list[Span]:
    """R4 3.1.1.4.4: a value of lower precision stands for all moments in it."""
    prefix, text = (value[:2], value[2:]) if value[:2].isalpha() else ("eq", value)
    if prefix not in _PREFIXES:
        raise Refused(Reason.MALFORMED_REQUEST, field=name)
    start, end = _extent(text, name)
    if prefix == "ne":
        return [Span(before=start), Span(since=end)]
    if prefix == "ge":
        return [Span(since=start)]
    if prefix in ("gt", "sa"):
        return [Span(since=end, whole=prefix == "sa")]
    if prefix == "le":
        return [Span(before=end)]
    if prefix in ("lt", "eb"):
        return [Span(before=start, whole=prefix == "eb")]
    return [Span(start, end)]


def _extent(text: str, name: str) -> tuple[datetime, datetime]:
    """The first moment that a partial date covers, and the first after it, on Luxembourg's clock."""
    if not _DATE.fullmatch(text):
        raise Refused(Reason.MALFORMED_REQUEST, field=name)
    try:
        if "T" in text:
            moment = datetime.fromisoformat(text.replace(" ", "+"))
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=clock.LUXEMBOURG)
            step = timedelta(milliseconds=1) if "." in text else timedelta(seconds=1)
            if not _TO_THE_SECOND.search(text):
                step = timedelta(minutes=1)
            return _within_time(moment, name), moment + step
        parts = [int(part) for part in text.split("-")]
        first = date(*[*parts, 1, 1][:3])
        if len(parts) == 1:
            after = date(parts[0] + 1, 1, 1)
        elif len(parts) == 2:
            after = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        else:
            after = first + timedelta(days=1)
    except (ValueError, OverflowError, TypeError) as error:
        raise Refused(Reason.MALFORMED_REQUEST, field=name) from error
    return _within_time(_midnight(first), name), _midnight(after)


def _within_time(moment: datetime, name: str) -> datetime:
    """Refuse what no database and no calendar can hold."""
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise Refused(Reason.MALFORMED_REQUEST, field=name)
    return moment


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.LUXEMBOURG)
