"""Finding and reading documents of a record; what may be seen comes from the policy's scope."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, insert, or_, select

from platform_api import clock, keys, policy, rights
from platform_api.blobs import BlobDamaged, BlobMissing, digests
from platform_api.context import Platform
from platform_api.document_types import document_types
from platform_api.guard import Access, Look, Subject
from platform_api.models import Document, DocumentView, Organisation, Professional
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Confidentiality, Reason

MOST = 100
_D = Document.__table__
_COLUMNS = (
    _D.c.id,
    _D.c.patient_id,
    _D.c.unique_id,
    _D.c.status,
    _D.c.type_code,
    _D.c.group_code,
    _D.c.language,
    _D.c.media_type,
    _D.c.size,
    _D.c.sha1,
    _D.c.sha256,
    _D.c.blob_id,
    _D.c.title_sealed,
    _D.c.description_sealed,
    _D.c.author_id,
    _D.c.organisation_id,
    _D.c.confidentiality,
    _D.c.by_patient,
    _D.c.created_at,
    _D.c.service_from,
    _D.c.service_to,
    _D.c.deposited_at,
    _D.c.replaces_id,
    Organisation.name.label("organisation"),
    Professional.prefix.label("author_prefix"),
    Professional.given.label("author_given"),
    Professional.family.label("author_family"),
)
_SORTS: dict[str, tuple[Any, ...]] = {
    "date": (_D.c.created_at,),
    "type": (_D.c.group_code, _D.c.type_code),
    "author": (Professional.family, Professional.given),
    "custodian": (Organisation.name,),
}
NEWEST_FIRST = "-date"
SORTS = frozenset(f"{sign}{name}" for name in _SORTS for sign in ("", "-"))
"""Every order that a list can have."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a list of documents is asked for."""

    patient_id: str
    statuses: tuple[str, ...] = ("current",)
    groups: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    organisation_id: str | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""
    sort: str = "-date"
    count: int = 20
    offset: int = 0
    facets: bool = False


@dataclass(slots=True)
class Found:
    """A page of documents with the number of all."""

    rows: list[dict[str, Any]]
    total: int
    organisations: list[tuple[str | None, str | None, int]] = field(default_factory=list)


def record_of(patient_id: str) -> Look:
    """A look-up for the guard: whose record is asked for; `self` is the signed-in person's own."""

    def look(_connection: Connection, principal: Principal) -> Subject:
        wanted = principal.patient_id if patient_id == "self" else patient_id
        return Subject(wanted, "record", wanted)

    return look


def document_behind(document_id: str) -> Look:
    """A look-up for the guard: the document with this id, whoever it belongs to."""

    def look(connection: Connection, principal: Principal) -> Subject:
        values = {"account": principal.account_id or "", "document": document_id}
        row = connection.execute(_ONE, values).mappings().first()
        if row is None:
            return Subject(None, "document", document_id[:80], facts={"exists": False})
        facts = {"exists": True, **rights.facts_about_document(principal, row)}
        return Subject(row["patient_id"], "document", document_id, dict(row), facts)

    return look


def search(access: Access, wanted: Search) -> Found:
    """One page of a record's documents, in a sure order, and how many there are."""
    connection, patient_id = access.connection, access.subject.patient_id or ""
    inside = _inside(patient_id, wanted.statuses, policy.scope(access.facts))
    asked = inside | _asked(wanted)
    whole = {**asked, "account": access.principal.account_id or ""}
    organisations: list[tuple[str | None, str | None, int]] = []
    if wanted.facets:
        rows = connection.execute(_facets(tuple(inside)), inside)
        organisations = [(row[0], row[1], row[2]) for row in rows]
    opened = _opener(access, patient_id)
    if wanted.words.strip():
        every = connection.execute(_listed(tuple(asked), wanted.sort, is_paged=False), whole).mappings()
        fitting = [row for row in map(opened, every) if _holds(row, wanted.words)]
        return Found(fitting[wanted.offset : wanted.offset + wanted.count], len(fitting), organisations)
    place = {"count": wanted.count, "offset": wanted.offset}
    page = (
        connection.execute(_listed(tuple(asked), wanted.sort, is_paged=True), whole | place).mappings().all()
    )
    if wanted.facets and len(asked) == len(inside):
        total = sum(count for _id, _name, count in organisations)
    else:
        total = connection.execute(_counted(tuple(asked)), asked).scalar_one()
    return Found([opened(row) for row in page], total, organisations)


def metadata(access: Access) -> dict[str, Any]:
    """The document that the look-up found, with its words."""
    row = access.subject.payload
    found = _opener(access, row["patient_id"])(row)
    if row["status"] == "superseded":
        inside = _inside(row["patient_id"], ("current", "superseded"), policy.scope(access.facts))
        inside["replaced"] = row["id"]
        found["replaced_by"] = access.connection.execute(_newer(tuple(inside)), inside).scalar()
    return found


def opened_by_holder(access: Access) -> None:
    """The first opening of a document by its holder marks it as seen."""
    row = access.subject.payload
    if row["seen_at"] is None and access.principal.patient_id == row["patient_id"]:
        access.connection.execute(
            insert(DocumentView),
            {
                "account_id": access.principal.account_id,
                "patient_id": row["patient_id"],
                "document_id": row["id"],
                "seen_at": clock.now(),
            },
        )


def content(running: Platform, row: dict[str, Any]) -> bytes:
    """The bytes of a document whose reading was permitted; decrypting happens outside any transaction.

    Raises Refused(DOCUMENT_DAMAGED): bytes whose hash differs are never shown.
    """
    key = running.record_key(row["patient_id"])
    if key is None:
        raise Refused(Reason.NOT_FOUND, admit=False)
    try:
        data = b"".join(running.blobs.get(row["blob_id"], key))
    except (BlobDamaged, BlobMissing) as error:
        raise Refused(Reason.DOCUMENT_DAMAGED) from error
    if digests(data)[0] != row["sha256"]:
        raise Refused(Reason.DOCUMENT_DAMAGED)
    return data


def new_since_last_visit(connection: Connection, account_id: str, patient_id: str) -> int:
    """How many current documents the account has not opened yet."""
    seen = select(DocumentView.document_id).where(
        DocumentView.account_id == account_id, DocumentView.patient_id == patient_id
    )
    return connection.execute(
        select(func.count())
        .select_from(_D)
        .where(_D.c.patient_id == patient_id, _D.c.status == "current", _D.c.id.not_in(seen))
    ).scalar_one()


_VIEWS = DocumentView.__table__
_SELECT = (
    select(*_COLUMNS, _VIEWS.c.seen_at)
    .join_from(_D, Organisation, Organisation.id == _D.c.organisation_id, isouter=True)
    .join(Professional, Professional.id == _D.c.author_id, isouter=True)
    .join(
        _VIEWS,
        (_VIEWS.c.account_id == bindparam("account"))
        & (_VIEWS.c.patient_id == _D.c.patient_id)
        & (_VIEWS.c.document_id == _D.c.id),
        isouter=True,
    )
)
_ONE = _SELECT.where(_D.c.id == bindparam("document"))
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "patient": _D.c.patient_id == bindparam("patient"),
    "statuses": _D.c.status.in_(bindparam("statuses", expanding=True)),
    "levels": _D.c.confidentiality.in_(bindparam("levels", expanding=True)),
    "hidden": _D.c.type_code.not_in(bindparam("hidden", expanding=True)),
    "author": _D.c.author_id == bindparam("author"),
    "groups": _D.c.group_code.in_(bindparam("groups", expanding=True)),
    "types": _D.c.type_code.in_(bindparam("types", expanding=True)),
    "organisation": _D.c.organisation_id == bindparam("organisation"),
    "since": _D.c.created_at >= bindparam("since"),
    "before": _D.c.created_at < bindparam("before"),
    "replaced": _D.c.replaces_id == bindparam("replaced"),
}
"""Each condition of a list by the name of its value; a statement is built once for each set of names."""
_LIMITS = ("levels", "hidden")


def _inside(patient_id: str, statuses: tuple[str, ...], allowed: policy.Scope) -> dict[str, Any]:
    """The values that no list may go beyond: the record, and what of it the policy's scope opens."""
    values: dict[str, Any] = {"patient": patient_id, "statuses": statuses}
    if len(allowed.levels) < len(Confidentiality):
        values["levels"] = sorted(allowed.levels)
    if allowed.hidden_types:
        values["hidden"] = sorted(allowed.hidden_types)
    if allowed.authored_by and len(values) > 2:
        values["author"] = allowed.authored_by
    return values


def _asked(wanted: Search) -> dict[str, Any]:
    """The values of the filters that are set."""
    values: dict[str, Any] = {}
    if wanted.groups:
        values["groups"] = wanted.groups
    if wanted.types:
        values["types"] = wanted.types
    if wanted.organisation_id:
        values["organisation"] = wanted.organisation_id
    if wanted.since:
        values["since"] = _midnight(wanted.since)
    if wanted.until:
        values["before"] = _midnight(wanted.until + timedelta(days=1))
    return values


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.LUXEMBOURG)


def _where(names: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """The conditions of these names; what the reader wrote counts beside what category and level open."""
    limits = [_CONDITIONS[name] for name in names if name in _LIMITS]
    if "author" in names:
        limits = [or_(and_(*limits), _CONDITIONS["author"])]
    return [*(_CONDITIONS[name] for name in names if name not in (*_LIMITS, "author")), *limits]


@cache
def _listed(names: tuple[str, ...], sort: str, *, is_paged: bool) -> Select[Any]:
    columns = _SORTS[sort.removeprefix("-")]
    ordered = [column.desc() if sort.startswith("-") else column.asc() for column in columns]
    statement = _SELECT.where(*_where(names)).order_by(*ordered, _D.c.created_at.desc(), _D.c.id.desc())
    return statement.limit(bindparam("count")).offset(bindparam("offset")) if is_paged else statement


@cache
def _counted(names: tuple[str, ...]) -> Select[Any]:
    return select(func.count()).select_from(_D).where(*_where(names))


@cache
def _facets(names: tuple[str, ...]) -> Select[Any]:
    return (
        select(_D.c.organisation_id, Organisation.name, func.count())
        .join_from(_D, Organisation, Organisation.id == _D.c.organisation_id, isouter=True)
        .where(*_where(names))
        .group_by(_D.c.organisation_id, Organisation.name)
        .order_by(Organisation.name, _D.c.organisation_id)
    )


@cache
def _newer(names: tuple[str, ...]) -> Select[Any]:
    return select(_D.c.id).where(*_where(names)).order_by(_D.c.created_at.desc(), _D.c.id)


def _opener(access: Access, patient_id: str) -> Callable[[Any], dict[str, Any]]:
    """Gives rows their words in clear; a record whose key was destroyed has none any more."""
    key = access.platform.record_key(patient_id)
    if key is None:
        raise Refused(Reason.NOT_FOUND, admit=False)
    text = keys.opener(key)

    def opened(row: Any) -> dict[str, Any]:
        values = dict(row)
        title, description = values.pop("title_sealed"), values.pop("description_sealed")
        values["title"] = text(title, f"title:{values['id']}")
        values["description"] = text(description, f"description:{values['id']}") if description else None
        return values

    return opened


def _holds(row: dict[str, Any], words: str) -> bool:
    kind = document_types().get(row["type_code"])
    labels = kind.labels.values() if kind else ()
    author = (row["author_prefix"], row["author_given"], row["author_family"])
    text = " ".join(
        part for part in (row["title"], row["description"], row["organisation"], *author, *labels) if part
    )
    folded = _folded(text)
    return all(_folded(word) in folded for word in words.split())


def _folded(text: str) -> str:
    """A text without accents and case, so that « general » finds « Général »."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))
