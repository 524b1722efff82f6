"""Turns the search parameters of ITI-67 into what a list of documents is asked for."""

from typing import Any

from platform_api.document_types import document_types
from platform_api.documents import searching
from platform_api.documents.searching import Row, Search, Test
from platform_api.fhir.document_reference import LOINC, facility_of, format_of, is_line, setting_of
from platform_api.problems import Refused
from platform_api.search_parameters import Query, Span, Token, folded_words, matches
from platform_api.vocabulary import (
    CONFIDENTIALITY_SYSTEM,
    DOCUMENT_GROUP_SYSTEM,
    DOCUMENT_TYPE_SYSTEM,
    Confidentiality,
    Reason,
)

_STATUSES = ("current", "superseded")
_LEVELS = {
    "N": Confidentiality.NORMAL,
    "R": Confidentiality.RESTRICTED,
    "V": Confidentiality.SECRET,
}
_DATES = {
    "date": ("date", "deposited_at"),
    "creation": ("created", "created_at"),
    "_lastUpdated": ("updated", "deposited_at"),
}
"""Date parameters of moments: how their filters are called, and where a row has them."""
_STATUS_SYSTEM = "http://hl7.org/fhir/document-reference-status"
_URI = "urn:ietf:rfc:3986"
_NAMED = ("unique_id", "entry_uuid", "id")
_RELATED = ("replaces_id", "appends_id", "transforms_id", "signs_id")


def search_of(query: Query, patient_id: str) -> Search:
    """The search; what can hold for no document here finds none."""
    filters: dict[str, Any] = {}
    for name, values in (
        ("groups", _codes(query, "category", DOCUMENT_GROUP_SYSTEM)),
        ("types", _types(query)),
        ("labels", _labels(query)),
        ("organisations", query.ids("custodian", "Organization") if query.has("custodian") else None),
        ("ids", query.ids("_id", "DocumentReference") if query.has("_id") else None),
        ("identifiers", _identifiers(query)),
    ):
        if values is not None:
            filters[name] = values
    for parameter, (stem, _column) in _DATES.items():
        span = query.span(parameter)
        if span and span.since:
            filters[f"{stem}_since"] = span.since
        if span and span.before:
            filters[f"{stem}_before"] = span.before
    period = None if _asks_for_whole_periods(query) else query.span("period")
    if period and period.since:
        filters["period_since"] = period.since.date()
    if period and period.before:
        filters["period_before"] = period.before.date()
    statuses = _statuses(query)
    if not statuses:
        filters["nothing"] = True
    return Search(
        patient_id=patient_id,
        statuses=statuses or _STATUSES,
        filters=filters,
        tests=_tests(query),
        words=folded_words(query.texts("_content"))[:200],
        sort=tuple(query.orders) or (searching.NEWEST_FIRST,),
        count=query.count,
        offset=query.offset,
        after=query.first("_after"),
        facets=query.first("_facets") == "organisation",
        only_count=query.only_count,
        in_lines=is_line(query.first("_elements")),
    )


def patient_of(query: Query) -> str | None:
    """The one patient who is named, or None when a number names them; raises Refused for none or several."""
    named = {*query.ids("patient", "Patient"), *query.ids("subject", "Patient")}
    if len(named) > 1 or bool(named) == query.has("patient.identifier"):
        raise Refused(Reason.MALFORMED_REQUEST, field="patient")
    return named.pop() if named else None


def _statuses(query: Query) -> tuple[str, ...]:
    if not query.has("status"):
        return ("current",)
    asked = [
        {token.code for token in alternatives if token.system in (None, "", _STATUS_SYSTEM)}
        for alternatives in query.tokens("status")
    ]
    return tuple(one for one in _STATUSES if all(one in alternatives for alternatives in asked))


def _codes(query: Query, name: str, system: str) -> list[str] | None:
    """The codes of one system that all occurrences leave; None when nothing is asked."""
    if not query.has(name):
        return None
    found: set[str] | None = None
    for alternatives in query.tokens(name):
        codes = {one.code for one in alternatives if one.system in (None, system)}
        found = codes if found is None else found & codes
    return sorted(found or ())


def _types(query: Query) -> list[str] | None:
    if not query.has("type"):
        return None
    found = set(document_types())
    gone = {one.code for alternatives in query.tokens("type") for one in alternatives} - found
    found |= gone  # a type that left the table is still found by its own code
    for alternatives in query.tokens("type"):
        found &= {code for token in alternatives for code in _types_of(token)}
    return sorted(found)


def _types_of(token: Token) -> list[str]:
    loinc = [kind.code for kind in document_types().values() if kind.loinc == token.code]
    if token.system == LOINC:
        return loinc
    if token.system == DOCUMENT_TYPE_SYSTEM:
        return [token.code] if token.code else list(document_types())
    return [token.code, *loinc] if token.system is None else []


def _labels(query: Query) -> list[str] | None:
    codes = _codes(query, "security-label", CONFIDENTIALITY_SYSTEM)
    return None if codes is None else [_LEVELS[code] for code in codes if code in _LEVELS]


def _identifiers(query: Query) -> list[str] | None:
    """Those of the first occurrence: master identifiers, entry UUIDs, the bare id of ours behind one; see `_tests`."""
    if not query.has("identifier"):
        return None
    return _names_in(query.tokens("identifier")[0])


def _names_in(alternatives: list[Token]) -> list[str]:
    values = [one.code for one in alternatives if one.system in (None, _URI)]
    return [*values, *(value.removeprefix("urn:uuid:") for value in values if value.startswith("urn:uuid:"))]


def _tests(query: Query) -> tuple[Test, ...]:
    tests: list[Test] = []
    for alternatives in query.tokens("facility"):
        tests.append(_one_of(alternatives, lambda row: [facility_of(row)]))
    for alternatives in query.tokens("setting"):
        tests.append(_one_of(alternatives, lambda row: [setting_of(row)]))
    for alternatives in query.tokens("format"):
        tests.append(_one_of(alternatives, lambda row: [format_of(row)]))
    for alternatives in query.tokens("event"):
        tests.append(_one_of(alternatives, lambda row: row["event_codes"] or []))
    for part in ("given", "family"):
        for words in query.texts(f"author.{part}"):
            tests.append(_author_is(part, [(word.value, word.modifier) for word in words]))
    tests += [_has_one_of(set(some), _RELATED) for some in query.references("related", "DocumentReference")]
    tests += [_has_one_of({*_names_in(some)}, _NAMED) for some in query.tokens("identifier")[1:]]
    for name, (_stem, column) in _DATES.items():
        if query.has(name) and query.span(name) is None:
            tests.append(is_at(query, name, column))
    if query.has("period") and (_asks_for_whole_periods(query) or query.span("period") is None):
        tests += [_takes_place(spans) for spans in query.spans("period")]
    return tuple(tests)


def _has_one_of(wanted: set[str], columns: tuple[str, ...]) -> Test:
    return lambda row: any(row[name] in wanted for name in columns)


def is_at(query: Query, name: str, column: str) -> Test:
    """A test of rows: whether the moment in this column lies where a date parameter wants it."""
    return lambda row: query.falls(name, row[column])


def _asks_for_whole_periods(query: Query) -> bool:
    return any(one.whole for spans in query.spans("period") for one in spans)


def _takes_place(spans: list[Span]) -> Test:
    """A period that overlaps one of these; wholly inside, where the caller says before or after."""

    def test(row: Row) -> bool:
        first, last = row["service_from"], row["service_to"]
        if first is None and last is None:
            return False
        for one in spans:
            since, before = one.since and one.since.date(), one.before and one.before.date()
            begins, ends = (first, last) if one.whole else (last, first)
            late = (
                since is None
                or (begins is not None and begins >= since)
                or (begins is None and not one.whole)
            )
            early = before is None or (ends is not None and ends < before) or (ends is None and not one.whole)
            if late and early:
                return True
        return False

    return test


def _one_of(wanted: list[Token], of: Any) -> Test:
    def test(row: Row) -> bool:
        held = [token.rpartition("|")[::2] for token in of(row)]
        return any(
            one.system in (None, system) and one.code in ("", code) for one in wanted for system, code in held
        )

    return test


def _author_is(part: str, wanted: list[tuple[str, str]]) -> Test:
    """A professional's name by its parts; a name that was only stated, by any of its words."""

    def test(row: Row) -> bool:
        name = row[f"author_{part}"]
        stated = (row["author_stated"] or {}).get("name") or ""
        names = [name] if name else [*stated.split(), stated]
        return any(matches(one, word, modifier) for one in names for word, modifier in wanted)

    return test
