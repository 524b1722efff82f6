"""Simplified Publish (MHD ITI-105): one DocumentReference with its bytes inside."""

import base64
import binascii
from datetime import date, datetime
from typing import Any

import msgspec
from flask import Blueprint, Response, request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from platform_api import answers, matricule
from platform_api.blobs import digests
from platform_api.context import caller, platform
from platform_api.document_types import document_types
from platform_api.documents import deposit
from platform_api.documents.routes import language
from platform_api.documents.service import document_behind, metadata
from platform_api.fhir.document_reference import LOINC, document_reference
from platform_api.guard import allowed, permit
from platform_api.models import Patient, Software
from platform_api.problems import Refused
from platform_api.vocabulary import (
    DOCUMENT_TYPE_SYSTEM,
    MATRICULE_SYSTEM,
    Action,
    Confidentiality,
    Reason,
)

bp = Blueprint("publish", __name__, url_prefix="/fhir")
_LARGEST_BODY = deposit.LARGEST * 4 // 3 + 64 * 1024
_LONGEST_IDENTIFIER = 200
_LEVELS = {"N": Confidentiality.NORMAL, "R": Confidentiality.RESTRICTED, "V": Confidentiality.SECRET}


class Coding(msgspec.Struct):
    """R4 Coding, as far as it is read."""

    system: str | None = None
    code: str | None = None


class Concept(msgspec.Struct):
    """R4 CodeableConcept, as far as it is read."""

    coding: list[Coding] = []


class Identifier(msgspec.Struct):
    """R4 Identifier, as far as it is read."""

    system: str | None = None
    value: str | None = None


class Reference(msgspec.Struct):
    """R4 Reference, as far as it is read."""

    reference: str | None = None
    identifier: Identifier | None = None


class Attachment(msgspec.Struct):
    """R4 Attachment with its bytes inside."""

    contentType: str  # noqa: N815 - FHIR's own name
    data: str
    language: str = "fr"
    title: str = ""
    size: int | None = None
    hash: str | None = None
    creation: str | None = None


class Content(msgspec.Struct):
    """DocumentReference.content."""

    attachment: Attachment


class Relation(msgspec.Struct):
    """DocumentReference.relatesTo."""

    code: str
    target: Reference


class Period(msgspec.Struct):
    """R4 Period."""

    start: str | None = None
    end: str | None = None


class Context(msgspec.Struct):
    """DocumentReference.context, as far as it is read."""

    period: Period | None = None


class Published(msgspec.Struct):
    """The DocumentReference that a software publishes."""

    resourceType: str  # noqa: N815 - FHIR's own name
    status: str
    type: Concept
    subject: Reference
    content: list[Content]
    author: list[Reference] = []
    custodian: Reference | None = None
    masterIdentifier: Identifier | None = None  # noqa: N815 - FHIR's own name
    date: str | None = None
    description: str | None = None
    securityLabel: list[Concept] = []  # noqa: N815 - FHIR's own name
    relatesTo: list[Relation] = []  # noqa: N815 - FHIR's own name
    context: Context | None = None


@bp.post("/DocumentReference")
def publish() -> Response:
    """Take one document in; the answer is what the record now says of it."""
    if caller().software_id is None:
        raise Refused(Reason.TOKEN_INVALID)  # before 67 MB are read and parsed for nobody
    document = _document(_body())
    look = deposit.record_behind(document.patient_id, document.type_code)
    running = platform()
    blob_id = None
    if allowed(Action.DEPOSIT_DOCUMENT, look):
        deposit.check(document)
        blob_id = deposit.store_bytes(running, document)
    try:
        with permit(Action.DEPOSIT_DOCUMENT, look) as access:
            if blob_id is None:
                raise Refused(Reason.RECORD_TAKES_NOTHING)
            identifier = deposit.keep(access, document, blob_id)
            row = metadata_of(access, identifier)
    except BaseException as error:
        if blob_id is not None:
            running.blobs.remove(blob_id)
        if isinstance(error, IntegrityError):  # the same identifier was handed over twice at the same time
            raise Refused(Reason.DUPLICATE_IDENTIFIER, field="masterIdentifier") from error
        raise
    base = f"{running.settings.base_url}/fhir"
    response = answers.fhir(document_reference(row, base, language()), 201)
    response.headers["Location"] = f"{base}/DocumentReference/{identifier}"
    return response


def metadata_of(access: Any, identifier: str) -> dict[str, Any]:
    """The row that was just written, read back in the same transaction."""
    access.subject = document_behind(identifier)(access.connection, access.principal)
    return metadata(access)


def _body() -> Published:
    if (request.content_length or 0) > _LARGEST_BODY:
        raise Refused(Reason.CONTENT_TOO_LARGE, data={"largest": deposit.LARGEST})
    try:
        published = msgspec.json.decode(request.get_data(cache=False), type=Published)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Refused(Reason.MALFORMED_REQUEST) from error
    if published.resourceType != "DocumentReference" or len(published.content) != 1:
        raise Refused(Reason.MALFORMED_REQUEST)
    given = published.masterIdentifier
    if given and len(given.value or "") > _LONGEST_IDENTIFIER:
        raise Refused(Reason.MALFORMED_REQUEST, field="masterIdentifier")
    return published


def _document(published: Published) -> deposit.NewDocument:
    attachment = published.content[0].attachment
    try:
        content = base64.b64decode(attachment.data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(Reason.CONTENT_NOT_READABLE, field="content") from error
    if attachment.size is not None and attachment.size != len(content):
        raise Refused(Reason.SIZE_MISMATCH, field="content")
    if attachment.hash and attachment.hash != _sha1(content):
        raise Refused(Reason.HASH_MISMATCH, field="content")
    period = (published.context.period if published.context else None) or Period()
    return deposit.NewDocument(
        patient_id=_patient_id(published.subject),
        type_code=_type_code(published.type),
        title=attachment.title or published.description or "",
        language=attachment.language[:8],
        media_type=attachment.contentType.partition(";")[0].strip().lower(),
        content=content,
        organisation_id=_organisation_id(published.custodian),
        software_id=caller().software_id or "",
        created_at=_moment(attachment.creation or published.date),
        author_id=_local(published.author[0], "Practitioner") if published.author else None,
        description=published.description,
        unique_id=published.masterIdentifier.value if published.masterIdentifier else None,
        confidentiality=_level(published.securityLabel),
        service_from=_day(period.start),
        service_to=_day(period.end),
        replaces_id=_replaced(published.relatesTo),
    )


def _patient_id(subject: Reference) -> str:
    local = _local(subject, "Patient")
    if local:
        return local
    given = subject.identifier
    number = matricule.check(given.value or "").value if given and given.system == MATRICULE_SYSTEM else None
    if number is None:
        raise Refused(Reason.MALFORMED_REQUEST, field="subject")
    running = platform()
    with running.database.read() as connection:
        found: str | None = connection.execute(
            select(Patient.id).where(Patient.matricule_index == running.keys.find_by("matricule", number))
        ).scalar()
    return found or "unknown"


def _organisation_id(custodian: Reference | None) -> str:
    local = _local(custodian, "Organization") if custodian else None
    if local:
        return local
    with platform().database.read() as connection:
        own: str | None = connection.execute(
            select(Software.organisation_id).where(Software.client_id == caller().software_id)
        ).scalar()
    return own or ""


def _type_code(concept: Concept) -> str:
    codes = {coding.system: coding.code or "" for coding in concept.coding}
    if DOCUMENT_TYPE_SYSTEM in codes:
        return codes[DOCUMENT_TYPE_SYSTEM]
    matching = [kind.code for kind in document_types().values() if kind.loinc == codes.get(LOINC)]
    return matching[0] if len(matching) == 1 else ""


def _level(labels: list[Concept]) -> Confidentiality:
    codes = [coding.code or "" for label in labels for coding in label.coding]
    return next((_LEVELS[code] for code in codes if code in _LEVELS), Confidentiality.NORMAL)


def _replaced(relations: list[Relation]) -> str | None:
    return next((_local(r.target, "DocumentReference") for r in relations if r.code == "replaces"), None)


def _local(reference: Reference, kind: str) -> str | None:
    text = reference.reference or ""
    return text.removeprefix(f"{kind}/")[:64] if text.startswith(f"{kind}/") else None


def _sha1(content: bytes) -> str:
    return base64.b64encode(bytes.fromhex(digests(content)[1])).decode()


def _moment(text: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError as error:
        raise Refused(Reason.MALFORMED_REQUEST, field="date") from error
    if moment.tzinfo is None:
        raise Refused(Reason.MALFORMED_REQUEST, field="date")
    return moment


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise Refused(Reason.MALFORMED_REQUEST, field="context") from error
