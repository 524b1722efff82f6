"""Simplified Publish (MHD ITI-105): one DocumentReference with its bytes inside; the submission set is made here."""

import hashlib
import uuid
from typing import Any

import msgspec
from flask import Blueprint, Response

from platform_api import clock, media
from platform_api.context import caller, platform
from platform_api.documents import deposit
from platform_api.documents.deposit import NewDocument
from platform_api.documents.provide import body, check_sender
from platform_api.documents.provide_metadata import decoded, described, media_type_of
from platform_api.documents.routes import language
from platform_api.documents.service import document_behind, metadata, still_there
from platform_api.documents.submission import NewSubmission, take_in
from platform_api.fhir.document_reference import document_reference
from platform_api.fhir.reading_types import DocumentReference
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.problems import Refused
from platform_api.references import References
from platform_api.requests import understood
from platform_api.vocabulary import Reason

bp = Blueprint("publish", __name__, url_prefix="/fhir")
_NAME = "DocumentReference"
_LONGEST_IDENTIFIER = 200
_TAKEN_IN = "The document is in the record, at the address in Location."


@bp.post("/DocumentReference")
def publish() -> Response:
    """Take one document in; the answer is what the record now says of it, for a retry what it said then."""
    check_sender()
    given = understood(*body(), DocumentReference, _NAME)
    _check(given)
    attachment = given.content[0].attachment
    content = decoded(attachment.data, f"{_NAME}.content[0].attachment.data")
    running = platform()
    with running.database.read() as connection:
        found = References(connection, running, caller().software_id or "", caller().professional_id)
        patient_id = found.patient(given.subject, f"{_NAME}.subject") if given.subject else ""
        stated = media_type_of(attachment.content_type)
        document = described(given, content, stated, patient_id, found, _NAME)
    written: list[dict[str, Any]] = []
    submission = NewSubmission(
        patient_id=patient_id,
        software_id=document.software_id,
        unique_id=_unique_id(given, document),
        source_id=document.software_id,
        submitted_at=clock.now(),
        author_id=document.author_id,
        author_stated=document.author_stated,
        answered=(f"201 {_NAME}/{document.id}",),
        where=_NAME,
    )
    look = deposit.record_behind([document], f"{_NAME}.subject")
    take_in(submission, [document], look, lambda access, answered: written.append(_row(access, answered)))
    base = f"{running.settings.base_url}/fhir"
    resource = document_reference(written[0], base, language())
    return media.written(resource, f"{base}/{_NAME}/{resource['id']}", 201, _TAKEN_IN)


def _unique_id(given: DocumentReference, document: NewDocument) -> str:
    """The submission set's identifier: for the same request the same one, so that a retry is recognised.

    It is made with the platform's key and tells nothing. A document that its sender did not name may come twice.
    """
    if not document.unique_id and not any(one.value for one in given.identifier):
        return f"urn:uuid:{new_id()}"
    stated = msgspec.to_builtins(given)
    stated.pop("id", None)  # the server gives its own
    stated["content"][0]["attachment"].pop("data", None)
    meant = [document.patient_id, document.author_id, document.organisation_id, stated]
    content = hashlib.sha256(document.content).hexdigest()
    found = platform().keys.find_by("publication", msgspec.json.encode([meant, content]).decode())
    return f"urn:uuid:{uuid.UUID(found[:32])}"


def _row(access: Access, answered: tuple[str, ...]) -> dict[str, Any]:
    """The row that was written, read back in the same transaction.

    For a retry as it was then: what its holder decided since, or who replaced it, is not told here.
    """
    access.subject = document_behind(answered[0].rpartition("/")[2])(access.connection, access.principal)
    if not access.details.get("again"):
        return metadata(access)
    still_there(access)
    found = metadata(access)
    found.pop("replaced_by", None)
    return {
        **found,
        "status": "current",
        "confidentiality": found["deposited_level"] or found["confidentiality"],
    }


def _check(given: DocumentReference) -> None:
    """What the profile asks of the resource (SimplifiedPublish.DocumentReference), every fault at once."""
    faults = []
    content = given.content
    if not content:
        faults.append((Reason.ELEMENT_MISSING, f"{_NAME}.content"))
    elif len(content) > 1:
        faults.append((Reason.VALUE_NOT_ALLOWED, f"{_NAME}.content"))
    else:
        inside = f"{_NAME}.content[0].attachment"
        if not content[0].attachment.content_type:
            faults.append((Reason.ELEMENT_MISSING, f"{inside}.contentType"))
        if content[0].attachment.data is None:
            faults.append((Reason.ELEMENT_MISSING, f"{inside}.data"))
        if content[0].attachment.url is not None:
            faults.append((Reason.VALUE_NOT_ALLOWED, f"{inside}.url"))
    if given.subject is None or not given.subject.stated:
        faults.append((Reason.ELEMENT_MISSING, f"{_NAME}.subject"))
    if not given.status:
        faults.append((Reason.ELEMENT_MISSING, f"{_NAME}.status"))
    elif given.status != "current":
        faults.append((Reason.VALUE_NOT_ALLOWED, f"{_NAME}.status"))
    for name, forbidden in (("docStatus", given.doc_status), ("modifierExtension", given.modifier_extension)):
        if forbidden:
            faults.append((Reason.VALUE_NOT_ALLOWED, f"{_NAME}.{name}"))
    if len(given.category) > 1:
        faults.append((Reason.VALUE_NOT_ALLOWED, f"{_NAME}.category"))
    if given.master_identifier and len(given.master_identifier.value or "") > _LONGEST_IDENTIFIER:
        faults.append((Reason.VALUE_NOT_ALLOWED, f"{_NAME}.masterIdentifier"))
    if faults:
        first, *others = faults
        raise Refused(first[0], field=first[1], others=others)
