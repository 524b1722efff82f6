"""Finding documents of a record; what may be seen comes from the policy's scope."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select

from platform_api import policy
from platform_api.document_types import document_types
from platform_api.documents.rows import DOCUMENTS, LINES, SELECT, opener
from platform_api.guard import Access
from platform_api.models import Organisation, Professional
from platform_api.problems import Refused
from platform_api.search_parameters import folded
from platform_api.vocabulary import Confidentiality, Reason

_D = DOCUMENTS
_SORTS: dict[str, tuple[Any, ...]] = {
    "creation": (_D.c.created_at,),
    "date": (_D.c.deposited_at,),
    "_lastUpdated": (_D.c.deposited_at,),
    "type": (_D.c.group_code, _D.c.type_code),
    "author": (Professional.family, Professional.given),
    "custodian": (Organisation.name,),
}
NEWEST_FIRST = "-creation"
SORTS = frozenset(f"{sign}{name}" for name in _SORTS for sign in ("", "-"))
"""Every order that a list can have."""
_ANY = ("current", "superseded")
_KEPT = 512
"""Statements that are built once; of orders by several names a caller can think up many."""
Row: TypeAlias = dict[str, Any]
Test: TypeAlias = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Search:
    """What a list of documents is asked for.

    `filters` are values for the conditions below, by name; `tests` look at whole rows, for what is rarely asked.
    """

    patient_id: str
    statuses: tuple[str, ...] = ("current",)
    filters: dict[str, Any] = field(default_factory=dict)
    tests: tuple[Test, ...] = ()
    words: str = ""
    sort: tuple[str, ...] = (NEWEST_FIRST,)
    count: int = 20
    offset: int = 0
    facets: bool = False
    after: str = ""
    """The id of the document that the page begins behind, in this order; then `offset` plays no part."""
    only_count: bool = False
    in_lines: bool = False


@dataclass(slots=True)
class Found:
    """A page of documents with the number of all."""

    rows: list[Row]
    total: int
    offset: int
    organisations: list[tuple[str | None, str | None, int]] = field(default_factory=list)


def search(access: Access, wanted: Search) -> Found:
    """One page of a record's documents, in a sure order, and how many there are."""
    connection, patient_id = access.connection, access.subject.patient_id or ""
    inside = _inside(patient_id, wanted.statuses, policy.scope(access.facts))
    asked = inside | wanted.filters
    whole = {**asked, "account": access.principal.account_id or ""}
    organisations: list[tuple[str | None, str | None, int]] = []
    if wanted.facets:
        counted = connection.execute(_facets(tuple(inside)), inside)
        organisations = [(row[0], row[1], row[2]) for row in counted]
    opened = opener(access, patient_id)
    places = _places(access, wanted) if wanted.after else {}
    if wanted.words.strip() or wanted.tests:
        every = connection.execute(_listed(tuple(asked), wanted.sort, is_paged=False), whole).mappings()
        fitting = [row for row in map(opened, every) if _fits(row, wanted)]
        offset = _offset(wanted, places, [row["id"] for row in fitting])
        return Found(fitting[offset : offset + wanted.count], len(fitting), offset, organisations)
    if wanted.only_count:
        return Found([], connection.execute(_counted(tuple(asked)), asked).scalar_one(), 0, organisations)
    offset = wanted.offset
    if wanted.after:
        ids = connection.execute(_ids(tuple(asked)), asked).scalars()
        offset = _offset(wanted, places, ids)
    place = {"count": wanted.count, "offset": offset}
    statement = _listed(tuple(asked), wanted.sort, is_paged=True, in_lines=wanted.in_lines)
    result = connection.execute(statement, whole | place)
    names = tuple(result.keys())
    found = [opened(zip(names, row, strict=True)) for row in result.all()]
    if wanted.facets and len(asked) == len(inside):
        total = sum(count for _id, _name, count in organisations)
    elif offset == 0 and len(found) < wanted.count:
        total = len(found)
    else:
        total = connection.execute(_counted(tuple(asked)), asked).scalar_one()
    return Found(found, total, offset, organisations)


def _places(access: Access, wanted: Search) -> dict[str, int]:
    """The place of each document that the record ever had, in the order asked for: what leaves keeps its place."""
    patient_id = access.subject.patient_id or ""
    every = access.connection.execute(_all_ids(wanted.sort), {"patient": patient_id}).scalars()
    places = {identifier: place for place, identifier in enumerate(every)}
    if wanted.after not in places:
        raise Refused(Reason.MALFORMED_REQUEST, field="_after")
    return places


def _offset(wanted: Search, places: dict[str, int], fitting: Iterable[str]) -> int:
    if not wanted.after:
        return wanted.offset
    return sum(places[one] <= places[wanted.after] for one in fitting)


def by_submission(access: Access) -> dict[str, list[tuple[str, str]]]:
    """The documents that the reader may see, as (id, type code), by the submission that they came in with."""
    inside = _inside(access.subject.patient_id or "", _ANY, policy.scope(access.facts))
    found: dict[str, list[tuple[str, str]]] = {}
    for identifier, type_code, submission in access.connection.execute(_members(tuple(inside)), inside):
        found.setdefault(submission, []).append((identifier, type_code))
    return found


def newer_version(access: Access, row: Row) -> str | None:
    """The id of the document that replaces this one, as far as the reader may see it."""
    inside = _inside(row["patient_id"], _ANY, policy.scope(access.facts))
    inside["replaced"] = row["id"]
    found: str | None = access.connection.execute(_newer(tuple(inside)), inside).scalar()
    return found


def _among(column: Any, name: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.in_(bindparam(name, expanding=True))
    return found


_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "patient": _D.c.patient_id == bindparam("patient"),
    "status": _D.c.status == bindparam("status"),
    "statuses": _among(_D.c.status, "statuses"),
    "levels": _among(_D.c.confidentiality, "levels"),
    "normal_groups": and_(
        _D.c.confidentiality == Confidentiality.NORMAL, _among(_D.c.group_code, "normal_groups")
    ),
    "hidden": _D.c.type_code.not_in(bindparam("hidden", expanding=True)),
    "author": _D.c.author_id == bindparam("author"),
    "groups": _among(_D.c.group_code, "groups"),
    "types": _among(_D.c.type_code, "types"),
    "labels": _among(_D.c.confidentiality, "labels"),
    "ids": _among(_D.c.id, "ids"),
    "organisations": _among(_D.c.organisation_id, "organisations"),
    "identifiers": or_(
        _among(_D.c.unique_id, "identifiers"),
        _among(_D.c.entry_uuid, "identifiers"),
        _among(_D.c.id, "identifiers"),
    ),
    "created_since": _D.c.created_at >= bindparam("created_since"),
    "created_before": _D.c.created_at < bindparam("created_before"),
    "date_since": _D.c.deposited_at >= bindparam("date_since"),
    "date_before": _D.c.deposited_at < bindparam("date_before"),
    "updated_since": _D.c.deposited_at >= bindparam("updated_since"),
    "updated_before": _D.c.deposited_at < bindparam("updated_before"),
    "period_since": and_(
        or_(_D.c.service_from.is_not(None), _D.c.service_to.is_not(None)),
        or_(_D.c.service_to.is_(None), _D.c.service_to >= bindparam("period_since")),
    ),
    "period_before": and_(
        or_(_D.c.service_from.is_not(None), _D.c.service_to.is_not(None)),
        or_(_D.c.service_from.is_(None), _D.c.service_from < bindparam("period_before")),
    ),
    "replaced": _D.c.replaces_id == bindparam("replaced"),
    "nothing": false(),
}
"""Each condition of a list by the name of its value; a statement is built once for each set of names."""
_LIMITS = ("levels", "hidden")


def _inside(patient_id: str, statuses: tuple[str, ...], allowed: policy.Scope) -> dict[str, Any]:
    """The values that no list may go beyond: the record, and what of it the policy's scope opens."""
    values: dict[str, Any] = {"patient": patient_id}
    if len(statuses) == 1:  # the usual case; an IN is put together anew for each execution
        values["status"] = statuses[0]
    else:
        values["statuses"] = statuses
    if len(allowed.levels) < len(Confidentiality):
        values["levels"] = sorted(allowed.levels)
    if allowed.hidden_types:
        values["hidden"] = sorted(allowed.hidden_types)
    if allowed.normal_in_groups:
        values["normal_groups"] = sorted(allowed.normal_in_groups)
    if allowed.authored_by and len(values) > 2:
        values["author"] = allowed.authored_by
    return values


def _where(names: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """The conditions of these names; what the reader wrote counts beside what category and level open."""
    limits = [_CONDITIONS[name] for name in names if name in _LIMITS]
    if "normal_groups" in names:
        limits[0] = or_(limits[0], _CONDITIONS["normal_groups"])
    if "author" in names:
        limits = [or_(and_(*limits), _CONDITIONS["author"])]
    return [
        *(_CONDITIONS[name] for name in names if name not in (*_LIMITS, "author", "normal_groups")),
        *limits,
    ]


@lru_cache(_KEPT)
def _listed(
    names: tuple[str, ...], sort: tuple[str, ...], *, is_paged: bool, in_lines: bool = False
) -> Select[Any]:
    statement = (LINES if in_lines else SELECT).where(*_where(names)).order_by(*_order(sort))
    return statement.limit(bindparam("count")).offset(bindparam("offset")) if is_paged else statement


def _order(sort: tuple[str, ...]) -> list[Any]:
    ordered: dict[Any, Any] = {}
    for one in sort:
        for column in _SORTS[one.removeprefix("-")]:  # named again it changes nothing any more
            ordered.setdefault(column, column.desc() if one.startswith("-") else column.asc())
    # only once: twice the same one, and SQLite would sort what its index gives in order
    ordered.setdefault(_D.c.created_at, _D.c.created_at.desc())
    return [*ordered.values(), _D.c.id.desc()]


@lru_cache(_KEPT)
def _all_ids(sort: tuple[str, ...]) -> Select[Any]:
    return (
        select(_D.c.id)
        .join_from(_D, Organisation, Organisation.id == _D.c.organisation_id, isouter=True)
        .join(Professional, Professional.id == _D.c.author_id, isouter=True)
        .where(_CONDITIONS["patient"])
        .order_by(*_order(sort))
    )


@cache
def _ids(names: tuple[str, ...]) -> Select[Any]:
    return select(_D.c.id).where(*_where(names))


@cache
def _counted(names: tuple[str, ...]) -> Select[Any]:
    return select(func.count()).select_from(_D).where(*_where(names))


@cache
def _facets(names: tuple[str, ...]) -> Select[Any]:
    number = func.count().label("number")
    counts = (
        select(_D.c.organisation_id, number).where(*_where(names)).group_by(_D.c.organisation_id).subquery()
    )
    return (
        select(counts.c.organisation_id, Organisation.name, counts.c.number)
        .join_from(counts, Organisation, Organisation.id == counts.c.organisation_id, isouter=True)
        .order_by(Organisation.name, counts.c.organisation_id)
    )


@cache
def _members(names: tuple[str, ...]) -> Select[Any]:
    wanted = [*_where(names), _D.c.submission_id.is_not(None)]
    return select(_D.c.id, _D.c.type_code, _D.c.submission_id).where(*wanted).order_by(_D.c.id)


@cache
def _newer(names: tuple[str, ...]) -> Select[Any]:
    return select(_D.c.id).where(*_where(names)).order_by(_D.c.created_at.desc(), _D.c.id)


def _fits(row: Row, wanted: Search) -> bool:
    return all(test(row) for test in wanted.tests) and _holds(row, wanted.words)


def _holds(row: Row, words: str) -> bool:
    kind = document_types().get(row["type_code"])
    labels = kind.labels.values() if kind else ()
    author = (row["author_prefix"], row["author_given"], row["author_family"])
    stated = (row["author_stated"] or {}).values()
    parts = (row["title"], row["description"], row["organisation"], *author, *labels, *stated)
    text = folded(" ".join(str(part) for part in parts if part))
    return all(folded(word) in text for word in words.split())
