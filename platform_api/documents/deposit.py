"""Taking a document in: checked, encrypted and stored before the row that refers to it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lxml import etree
from msgspec import json
from sqlalchemy import Connection, Select, bindparam, insert, or_, select, update

from platform_api import access_matrix, clock, keys, levels, scopes, tallies
from platform_api.blobs import digests, pieces
from platform_api.context import Platform
from platform_api.document_types import document_types
from platform_api.fhir import reading
from platform_api.fhir.document_reference import FHIR_DOCUMENTS
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import AccessRight, Document, Dossier, Organisation, Professional, Software
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Confidentiality, LevelSource, Reason, Right, Role

LARGEST = 50 * 1024 * 1024
"""50 MB a file (domain.md: documents), refused above; for what a person adds it is a setting."""
_MAGIC: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
}
_AS_GIVEN = (
    "id patient_id type_code language media_type author_id organisation_id software_id created_at service_from "
    "service_to replaces_id appends_id transforms_id signs_id entry_uuid format_code facility_code "
    "practice_setting_code submission_id"
).split()
"""What a row says in the words of the one who handed it over."""
XML_TYPES = ("application/xml", "text/xml", "application/hl7-v3+xml", "application/fhir+xml")


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of bytes that lie in the store already, and are not in memory."""

    size: int
    sha256: str
    sha1: str


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document as its author's software hands it over."""

    patient_id: str
    type_code: str
    title: str
    language: str
    media_type: str
    content: bytes
    organisation_id: str | None
    software_id: str
    created_at: datetime
    author_id: str | None = None
    description: str | None = None
    unique_id: str | None = None
    confidentiality: Confidentiality = Confidentiality.NORMAL
    service_from: date | None = None
    service_to: date | None = None
    replaces_id: str | None = None
    appends_id: str | None = None
    transforms_id: str | None = None
    signs_id: str | None = None
    entry_uuid: str | None = None
    format_code: str | None = None
    facility_code: str | None = None
    practice_setting_code: str | None = None
    event_codes: tuple[str, ...] = ()
    author_stated: dict[str, str] | None = None
    submission_id: str | None = None
    by_patient: bool = False
    status: str = "current"
    stored: Stored | None = None
    id: str = field(default_factory=new_id)
    where: str = "DocumentReference"
    """The path of the resource that describes it, for refusals."""


_hold_record = (  # a closing waits, or came first
    select(Dossier.state).where(Dossier.patient_id == bindparam("of_patient")).with_for_update(read=True)
)
_find_blocks = select(AccessRight.id).where(
    AccessRight.patient_id == bindparam("of_patient"),
    AccessRight.kind == Right.BLOCK,
    AccessRight.ended_at.is_(None),
    AccessRight.starts_at <= bindparam("moment"),
    or_(AccessRight.ends_at.is_(None), AccessRight.ends_at > bindparam("moment")),
    or_(
        AccessRight.actor_id.in_(bindparam("actors", expanding=True)),
        AccessRight.actor_id.in_(
            select(Professional.organisation_id).where(
                Professional.id.in_(bindparam("authors", expanding=True))
            )
        ),
    ),
)
_find_categories = select(Professional.id, Professional.category).where(
    Professional.id.in_(bindparam("authors", expanding=True))
)
_find_organisation = select(Organisation.id).where(Organisation.id == bindparam("wanted"))
_find_professional = select(Professional.id).where(Professional.id == bindparam("wanted"))
_find_same = select(Document.id).where(Document.unique_id == bindparam("wanted"))


def record_behind(documents: Sequence[NewDocument], subject_path: str = "DocumentReference.subject") -> Look:
    """A look-up for the guard: the record that these documents are for, and whether their authors may write there."""
    patient_id = documents[0].patient_id

    def look(connection: Connection, principal: Principal) -> Subject:
        state = connection.execute(_hold_record, {"of_patient": patient_id}).scalar()
        known = state is not None
        facts: dict[str, Any] = {
            "dossier_state": state,
            "exists": known,
            "category_deposits": _categories_deposit(connection, principal, documents),
        }
        if known and _any_blocked(connection, patient_id, documents):
            facts["is_blocked"] = True
        fail = None
        if principal.bound_patient_id not in (None, patient_id):
            fail = Refused(Reason.NOT_ALLOWED, field=subject_path)
        elif not known and scopes.cover(principal.scopes, scopes.DEPOSITING):  # others learn of nobody
            fail = Refused(Reason.PATIENT_UNKNOWN, field=subject_path)
        return Subject(patient_id if known else None, "record", patient_id[:64], facts=facts, fail=fail)

    return look


def _categories_deposit(
    connection: Connection, principal: Principal, documents: Sequence[NewDocument]
) -> bool:
    """Whether the matrix lets whoever sends them deposit documents of these types.

    That is the professional of the token, for software of its own each author whom the directory knows; what a
    machine or somebody unknown wrote is the responsibility of the house.
    """
    if principal.role is not Role.SOFTWARE:
        return all(access_matrix.may_deposit(principal.category or "", one.type_code) for one in documents)
    authors = {one.author_id for one in documents if one.author_id}
    known = connection.execute(_find_categories, {"authors": list(authors)}) if authors else ()
    categories = {row.id: row.category for row in known}
    return all(
        access_matrix.may_deposit(categories[one.author_id], one.type_code)
        for one in documents
        if one.author_id in categories
    )


def _any_blocked(connection: Connection, patient_id: str, documents: Sequence[NewDocument]) -> bool:
    """Whether the holder blocked an author or their organisation: a block also holds through another's system."""
    authors = {one.author_id for one in documents if one.author_id}
    values = {
        "of_patient": patient_id,
        "moment": clock.now(),
        "authors": list(authors),
        "actors": list(authors | {one.organisation_id or "" for one in documents}),
    }
    return connection.execute(_find_blocks, values).first() is not None


def check(document: NewDocument) -> None:
    """Refuse what the record cannot hold: unknown type, too large, empty, not what it claims to be."""
    if document.type_code not in document_types():
        raise Refused(Reason.DOCUMENT_TYPE_UNKNOWN, field=f"{document.where}.type")
    attachment = f"{document.where}.content[0].attachment"
    if not document.content:
        raise Refused(Reason.CONTENT_EMPTY, field=attachment)
    if len(document.content) > LARGEST:
        raise Refused(Reason.CONTENT_TOO_LARGE, field=attachment, data={"largest": LARGEST})
    check_content(document.media_type, document.content, f"{attachment}.contentType")


def check_content(media_type: str, content: bytes, where: str = "content") -> None:
    """Refuse content whose bytes are not of the stated, allowed type."""
    if media_type in _MAGIC:
        right = content.startswith(_MAGIC[media_type])
    elif media_type == "application/dicom":
        right = content[128:132] == b"DICM"
    elif media_type in FHIR_DOCUMENTS:
        right = reading.is_document(content, media_type)
    elif media_type in XML_TYPES:
        right = _is_plain_xml(content)
    elif media_type == "text/plain":
        right = _is_plain_text(content)
    else:
        raise Refused(Reason.CONTENT_TYPE_NOT_ALLOWED, field=where)
    if not right:
        raise Refused(Reason.CONTENT_NOT_READABLE, field=where)


def store_bytes(running: Platform, document: NewDocument) -> str:
    """Encrypt the bytes under a random name; nothing refers to them yet. Returns the name."""
    key = running.record_key(document.patient_id)
    if key is None:
        raise Refused(Reason.RECORD_TAKES_NOTHING)
    blob_id = str(uuid.uuid4())
    running.blobs.put(blob_id, key, pieces(document.content))
    return blob_id


def keep(access: Access, document: NewDocument, blob_id: str) -> str:
    """Write the row; a document that it replaces becomes superseded. Returns the document's id."""
    connection, identifier = access.connection, document.id
    key = access.platform.record_key(document.patient_id)
    if key is None:
        raise Refused(Reason.RECORD_TAKES_NOTHING)
    _check_references(connection, document)
    stated, kept = document.confidentiality, False
    if document.replaces_id:
        before, kept = _supersede(access, document)
        stated = levels.stricter(stated, before)
    chosen = levels.chosen(connection, document.patient_id)
    level, source = chosen.of_new(document.type_code, stated)
    if kept and source is None:
        source = LevelSource.HOLDER  # what the holder chose for the old version holds for the new one
    stored = document.stored or Stored(len(document.content), *digests(document.content))

    def sealed(text: str | None, name: str) -> bytes | None:
        return keys.seal(key, text.encode(), f"{name}:{identifier}") if text else None

    values = {name: getattr(document, name) for name in _AS_GIVEN}
    author = json.encode(document.author_stated).decode() if document.author_stated else None
    values |= {
        "unique_id": document.unique_id or f"urn:uuid:{identifier}",
        "status": document.status,
        "group_code": document_types()[document.type_code].group,
        "size": stored.size,
        "sha256": stored.sha256,
        "sha1": stored.sha1,
        "title_sealed": keys.seal(key, document.title.encode(), f"title:{identifier}"),
        "description_sealed": sealed(document.description, "description"),
        "author_sealed": sealed(author, "author"),
        "event_codes": list(document.event_codes) or None,
        "blob_id": blob_id,
        "confidentiality": level,
        "deposited_level": level if source is not LevelSource.TYPE else stated,
        "level_source": source,
        "by_patient": document.by_patient,
        "deposited_at": clock.now(),
    }
    connection.execute(insert(Document), values)
    if document.status == "current":
        tallies.count(connection, document.patient_id, document.type_code, values["deposited_at"])
    access.details["document"] = identifier
    access.details["type"] = document.type_code
    return identifier


def _supersede(access: Access, document: NewDocument) -> tuple[Confidentiality, bool]:
    """Mark what is replaced; only those who brought it in may replace it.

    Who that is does not depend on what the new document says of its author and its keeper: anybody may say that.
    Returns its level, which stays the least, and whether its holder chose it.
    """
    connection, principal = access.connection, access.principal
    row = connection.execute(
        select(
            Document.status,
            Document.software_id,
            Document.organisation_id,
            Document.author_id,
            Document.confidentiality,
            Document.level_source,
        )
        .where(Document.patient_id == document.patient_id, Document.id == document.replaces_id)
        .with_for_update()
    ).first()
    theirs = row is not None and (
        row.software_id == document.software_id
        or (row.organisation_id is not None and row.organisation_id == principal.organisation_id)
        or (row.author_id is not None and row.author_id == principal.professional_id)
        or _is_another_version(connection, row.software_id, document.software_id)
    )
    if row is None or not theirs or row.status != "current":
        raise Refused(Reason.REFERENCE_UNKNOWN, field=f"{document.where}.relatesTo")
    connection.execute(
        update(Document)
        .where(Document.patient_id == document.patient_id, Document.id == document.replaces_id)
        .values(status="superseded")
    )
    return Confidentiality(row.confidentiality), row.level_source == LevelSource.HOLDER


def _is_another_version(connection: Connection, one: str, other: str) -> bool:
    """Whether two registrations are versions of one product of one house: what is updated may still correct."""
    theirs, ours = Software.__table__.alias("theirs"), Software.__table__.alias("ours")
    same = (
        theirs.c.client_id == one,
        ours.c.client_id == other,
        theirs.c.name == ours.c.name,
        theirs.c.vendor == ours.c.vendor,
        theirs.c.version != ours.c.version,
        theirs.c.organisation_id.is_not_distinct_from(ours.c.organisation_id),
    )
    return connection.execute(select(theirs.c.client_id).where(*same)).first() is not None


def _check_references(connection: Connection, document: NewDocument) -> None:
    def is_missing(statement: Select[Any], wanted: str | None) -> bool:
        return bool(wanted) and connection.execute(statement, {"wanted": wanted}).first() is None

    if is_missing(_find_organisation, document.organisation_id):
        raise Refused(Reason.REFERENCE_UNKNOWN, field=f"{document.where}.custodian")
    if is_missing(_find_professional, document.author_id):
        raise Refused(Reason.REFERENCE_UNKNOWN, field=f"{document.where}.author")
    for related in (document.appends_id, document.transforms_id, document.signs_id):
        known = select(Document.id).where(Document.patient_id == document.patient_id, Document.id == related)
        if related and connection.execute(known).first() is None:
            raise Refused(Reason.REFERENCE_UNKNOWN, field=f"{document.where}.relatesTo")
    if document.unique_id and not is_missing(_find_same, document.unique_id):
        raise Refused(Reason.DUPLICATE_IDENTIFIER, field=f"{document.where}.masterIdentifier")


def _is_plain_text(content: bytes) -> bool:
    """UTF-8 or a Latin code page, without control characters; nothing that a reader would take for markup."""
    head = content[:1024].lstrip().lower()
    return b"\0" not in content and not head.startswith((b"<!doctype html", b"<html", b"<script", b"%pdf-"))


def _is_plain_xml(content: bytes) -> bool:
    """Well-formed, without a document type: no entities, nothing fetched, nothing expanded."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        tree = etree.fromstring(content, parser).getroottree()
    except (etree.XMLSyntaxError, ValueError):
        return False
    return tree.docinfo.internalDTD is None
