"""Simplified Publish (MHD ITI-105): one DocumentReference with its bytes inside; the submission set is made here."""

from typing import Any

from flask import Blueprint, Response, request

from platform_api import answers, clock
from platform_api.context import caller, platform
from platform_api.documents import deposit
from platform_api.documents.provide import body, check_sender, understood
from platform_api.documents.provide_directory import References
from platform_api.documents.provide_metadata import decoded, described, media_type_of
from platform_api.documents.routes import language
from platform_api.documents.service import document_behind, metadata
from platform_api.documents.submission import NewSubmission, take_in
from platform_api.fhir.document_reference import document_reference
from platform_api.fhir.reading_types import DocumentReference
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.problems import Refused
from platform_api.vocabulary import Reason

bp = Blueprint("publish", __name__, url_prefix="/fhir")
_NAME = "DocumentReference"
_LONGEST_IDENTIFIER = 200


@bp.post("/DocumentReference")
def publish() -> Response:
    """Take one document in; the answer is what the record now says of it."""
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
        unique_id=f"urn:uuid:{new_id()}",
        source_id=document.software_id,
        submitted_at=clock.now(),
        author_id=document.author_id,
        author_stated=document.author_stated,
        where=_NAME,
    )
    look = deposit.record_behind([document], f"{_NAME}.subject")
    take_in(submission, [document], look, lambda access: written.append(_row(access, document.id)))
    base = f"{running.settings.base_url}/fhir"
    response: Response = answers.Fhir(document_reference(written[0], base, language()), 201)
    if "return=minimal" in request.headers.get("Prefer", "").replace(" ", ""):
        response = Response(status=201, mimetype=answers.FHIR_JSON)
    response.headers["Location"] = f"{base}/{_NAME}/{document.id}"
    return response


def _row(access: Access, identifier: str) -> dict[str, Any]:
    """The row that was just written, read back in the same transaction."""
    access.subject = document_behind(identifier)(access.connection, access.principal)
    return metadata(access)


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
