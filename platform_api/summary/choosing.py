"""Which documents a summary is made of: those that this caller may open, asked of the one policy one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from platform_api import guard
from platform_api.as_if import Eyes
from platform_api.documents import sight
from platform_api.documents.deposit import XML_TYPES
from platform_api.documents.rows import DOCUMENTS, SELECT, opener
from platform_api.fhir.document_reference import FHIR_DOCUMENTS
from platform_api.guard import Access, Subject
from platform_api.models import Organisation, Professional
from platform_api.summary.cda import LARGEST
from platform_api.vocabulary import OWN_FILE_FORMAT, Action, Purpose

Row = dict[str, Any]
_D = DOCUMENTS
SUMMARY, STATEMENT, LABORATORY = "patient-summary", "holder", "lab"
TYPES = {
    SUMMARY: 3,
    "allergies": 3,
    "medication": 3,
    "prevention": 3,
    "devices": 3,
    STATEMENT: 1,
    LABORATORY: 1,
}
"""The types of document that are read, and how many of each at most: the newest of each author, no more."""
_candidates = (
    select(
        _D.c.id,
        _D.c.type_code,
        _D.c.group_code,
        _D.c.confidentiality,
        _D.c.author_id,
        _D.c.organisation_id,
        _D.c.software_id,
        _D.c.by_patient,
        _D.c.media_type,
        _D.c.size,
        _D.c.transforms_id,
        _D.c.created_at,
    )
    .where(
        _D.c.status == "current",
        _D.c.type_code.in_(TYPES),
        or_(_D.c.format_code.is_(None), _D.c.format_code != OWN_FILE_FORMAT),  # its pages stand for it
    )
    .order_by(_D.c.created_at.desc(), _D.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The documents to read and those only to name, the newest first; and how many more of each type there are."""

    to_read: list[Row]
    to_name: list[Row]
    others: dict[str, int]
    professionals: list[Row]
    organisations: list[Row]


def choose(access: Access, purpose: Purpose | None) -> Chosen:
    """Choose, and write each document that will be read to the trail, in the transaction of the permitted act."""
    patient_id = access.subject.patient_id or ""
    found = access.connection.execute(_candidates.where(_D.c.patient_id == patient_id)).mappings()
    rows = [dict(row) for row in found]
    seen = set(sight.seen_among(Eyes(access.principal, access.facts), rows))
    open_to_them = [row for row in rows if row["id"] in seen]
    read: list[str] = []
    named: list[str] = []
    others: dict[str, int] = {}
    for kind, most in TYPES.items():
        of_kind = [row for row in open_to_them if row["type_code"] == kind]
        chosen, unread = _of_kind(of_kind, most)
        read += chosen
        named += unread
        pairs = {row["id"] for row in of_kind if row["transforms_id"] in chosen}
        if left := len(of_kind) - len(chosen) - len(unread) - len(pairs):
            others[kind] = left
    _trace(access, read, purpose)
    whole = _opened(access, [*read, *named])
    return Chosen(
        sorted((whole[one] for one in read), key=_order),
        sorted((whole[one] for one in named), key=_order),
        others,
        *_authors(access, whole.values()),
    )


def _order(row: Row) -> tuple[bool, float]:
    """What professionals wrote, the newest first; then what the holder says."""
    return row["by_patient"], -row["created_at"].timestamp()


def _of_kind(rows: list[Row], most: int) -> tuple[list[str], list[str]]:
    """The ids to read and to name: of each author the newest that can be read, and a newer one that cannot."""
    read: dict[Any, str] = {}
    named: dict[Any, str] = {}
    for row in rows:
        author = (row["by_patient"], row["author_id"], row["organisation_id"])
        if _is_readable(row):
            read.setdefault(author, row["id"])
        elif author not in read:
            named.setdefault(author, row["id"])
    chosen = list(read.values())[:most]
    made_of = {row["id"]: row["transforms_id"] for row in rows}
    return chosen, [one for one in named.values() if made_of[one] not in chosen][:most]


def _is_readable(row: Row) -> bool:
    """XML that may be a CDA document; what it is shows when it is opened."""
    return (
        row["media_type"] in XML_TYPES and row["media_type"] not in FHIR_DOCUMENTS and row["size"] <= LARGEST
    )


def _trace(access: Access, read: list[str], purpose: Purpose | None) -> None:
    access.details["documents"] = len(read)
    for one in read:
        about = Subject(access.subject.patient_id, "document", one)
        guard.also_done(access, Action.READ_DOCUMENT, about, {"part": "summary"}, purpose)


def _opened(access: Access, wanted: list[str]) -> dict[str, Row]:
    if not wanted:
        return {}
    statement = SELECT.add_columns(_D.c.software_id, _D.c.blob_id, _D.c.sha256).where(_D.c.id.in_(wanted))
    rows = access.connection.execute(statement, {"account": access.principal.account_id or ""}).mappings()
    opened = opener(access, access.subject.patient_id or "")
    return {row["id"]: opened(row) for row in rows}


def _authors(access: Access, rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The directory's rows of those who wrote the documents, and of their houses."""
    people = {row["author_id"] for row in rows if row["author_id"]}
    houses = {row["organisation_id"] for row in rows if row["organisation_id"]}
    of_people = select(Professional.__table__).where(Professional.id.in_(people)).order_by(Professional.id)
    of_houses = select(Organisation.__table__).where(Organisation.id.in_(houses)).order_by(Organisation.id)
    found = (access.connection.execute(one).mappings() for one in (of_people, of_houses))
    professionals, organisations = ([dict(row) for row in rows_of] for rows_of in found)
    return professionals, organisations
