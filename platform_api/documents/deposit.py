"""Taking a document in: checked, encrypted and stored before the row that refers to it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree
from sqlalchemy import Connection, func, insert, select, update

from platform_api import access_matrix, clock, keys
from platform_api.blobs import digests, pieces
from platform_api.context import Platform
from platform_api.document_types import document_types
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import Document, Dossier, Organisation, Professional
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Confidentiality, Reason

LARGEST = 50 * 1024 * 1024
"""50 MB a file (domain.md: documents); a setting of the platform's operator later, refused above."""
_MAGIC: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
}
XML_TYPES = ("application/xml", "text/xml", "application/hl7-v3+xml")


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document as its author's software hands it over."""

    patient_id: str
    type_code: str
    title: str
    language: str
    media_type: str
    content: bytes
    organisation_id: str
    software_id: str
    created_at: datetime
    author_id: str | None = None
    description: str | None = None
    unique_id: str | None = None
    confidentiality: Confidentiality = Confidentiality.NORMAL
    service_from: date | None = None
    service_to: date | None = None
    replaces_id: str | None = None


def record_behind(patient_id: str, type_code: str) -> Look:
    """A look-up for the guard: the record that a document of this type is for."""

    def look(connection: Connection, principal: Principal) -> Subject:
        state = connection.execute(select(Dossier.state).where(Dossier.patient_id == patient_id)).scalar()
        known = state is not None
        return Subject(
            patient_id if known else None,
            "record",
            patient_id[:64],
            facts={
                "dossier_state": state,
                "exists": known,
                "category_deposits": access_matrix.may_deposit(principal.category or "", type_code),
            },
            fail=None if known else Refused(Reason.NOT_FOUND, field="subject"),
        )

    return look


def check(document: NewDocument) -> None:
    """Refuse what the record cannot hold: unknown type, too large, empty, not what it claims to be."""
    if document.type_code not in document_types():
        raise Refused(Reason.DOCUMENT_TYPE_UNKNOWN, field="type")
    if not document.content:
        raise Refused(Reason.CONTENT_EMPTY, field="content")
    if len(document.content) > LARGEST:
        raise Refused(Reason.CONTENT_TOO_LARGE, field="content", data={"largest": LARGEST})
    check_content(document.media_type, document.content)


def check_content(media_type: str, content: bytes) -> None:
    """Refuse content whose bytes are not of the stated, allowed type."""
    if media_type in _MAGIC:
        right = content.startswith(_MAGIC[media_type])
    elif media_type == "application/dicom":
        right = content[128:132] == b"DICM"
    elif media_type in XML_TYPES:
        right = _is_plain_xml(content)
    elif media_type == "text/plain":
        right = b"\0" not in content
    else:
        raise Refused(Reason.CONTENT_TYPE_NOT_ALLOWED, field="content")
    if not right:
        raise Refused(Reason.CONTENT_NOT_READABLE, field="content")


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
    connection, identifier = access.connection, new_id()
    key = access.platform.record_key(document.patient_id)
    if key is None:
        raise Refused(Reason.RECORD_TAKES_NOTHING)
    _check_references(connection, document)
    sha256, sha1 = digests(document.content)
    connection.execute(
        insert(Document),
        {
            "patient_id": document.patient_id,
            "id": identifier,
            "unique_id": document.unique_id or f"urn:uuid:{identifier}",
            "status": "current",
            "type_code": document.type_code,
            "group_code": document_types()[document.type_code].group,
            "language": document.language,
            "media_type": document.media_type,
            "size": len(document.content),
            "sha256": sha256,
            "sha1": sha1,
            "title_sealed": keys.seal(key, document.title.encode(), f"title:{identifier}"),
            "description_sealed": keys.seal(key, document.description.encode(), f"description:{identifier}")
            if document.description
            else None,
            "blob_id": blob_id,
            "author_id": document.author_id,
            "organisation_id": document.organisation_id,
            "software_id": document.software_id,
            "confidentiality": document.confidentiality,
            "by_patient": False,
            "created_at": document.created_at,
            "service_from": document.service_from,
            "service_to": document.service_to,
            "deposited_at": clock.now(),
            "replaces_id": document.replaces_id,
        },
    )
    if document.replaces_id:
        replaced = connection.execute(
            update(Document)
            .where(
                Document.patient_id == document.patient_id,
                Document.id == document.replaces_id,
                Document.status == "current",
            )
            .values(status="superseded")
        )
        if replaced.rowcount != 1:
            raise Refused(Reason.NOT_FOUND, field="relatesTo")
    access.details["document"] = identifier
    access.details["type"] = document.type_code
    return identifier


def _check_references(connection: Connection, document: NewDocument) -> None:
    organisations = select(func.count()).where(Organisation.id == document.organisation_id)
    if connection.execute(organisations).scalar_one() == 0:
        raise Refused(Reason.NOT_FOUND, field="custodian")
    authors = select(func.count()).where(Professional.id == document.author_id)
    if document.author_id and connection.execute(authors).scalar_one() == 0:
        raise Refused(Reason.NOT_FOUND, field="author")
    same = select(Document.id).where(Document.unique_id == document.unique_id)
    if document.unique_id and connection.execute(same).first() is not None:
        raise Refused(Reason.DUPLICATE_IDENTIFIER, field="masterIdentifier")


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
