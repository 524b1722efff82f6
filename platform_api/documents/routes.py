"""DocumentReference and Binary under `/fhir`: searching (ITI-67), reading (ITI-68)."""

import base64
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, request

from platform_api import answers, media, search_parameters
from platform_api.context import caller, platform
from platform_api.documents import asked, searching, service, withdrawing
from platform_api.fhir.bundle import facets, searchset
from platform_api.fhir.document_reference import FHIR_DOCUMENTS, document_line, document_reference
from platform_api.fhir.registry import DOCUMENT_REFERENCE
from platform_api.guard import Access, permit, record_failure
from platform_api.problems import Refused
from platform_api.vocabulary import LANGUAGES, Action, Confidentiality, Purpose, Reason

bp = Blueprint("documents", __name__, url_prefix="/fhir")


@bp.get("/DocumentReference")
@bp.post("/DocumentReference/_search")
def search() -> Response:
    """Find documents of one record."""
    query = search_parameters.read(DOCUMENT_REFERENCE)
    patient_id = asked.patient_of(query)
    wanted = asked.search_of(query, patient_id or "")
    base, chosen = base_url(), language()
    with permit(Action.LIST_DOCUMENTS, service.record_asked(query, patient_id), purpose=purpose()) as access:
        found = searching.search(access, wanted)
        query.instead("patient", f"Patient/{access.subject.patient_id}", of="patient.identifier")
    if wanted.in_lines:
        media.leave_whole()
    shown = document_line if wanted.in_lines else document_reference
    bundle = searchset(
        [shown(row, base, chosen) for row in found.rows],
        total=found.total,
        base=base,
        path="DocumentReference",
        parameters=query.kept,
        count=query.count,
        offset=found.offset,
    )
    if found.organisations:
        bundle["link"][0]["extension"] = facets(found.organisations)
    return answers.Fhir(bundle)


@bp.get("/DocumentReference/<document_id>")
def read(document_id: str) -> Response:
    """What is known of one document."""
    with permit(Action.READ_DOCUMENT, service.document_behind(document_id), purpose=purpose()) as access:
        access.details["part"] = "metadata"
        service.still_there(access)
        found = service.metadata(access)
    return answers.Fhir(document_reference(found, base_url(), language()))


@bp.delete("/DocumentReference/<document_id>")
def take_back(document_id: str) -> answers.Empty:
    """Take a document back, for its author and for the software that brought it in; twice has one effect.

    It leaves every list and answers 410 from then on; the row, the bytes and the trail stay (MHD knows no status
    for it: the deletion is a logical one). `If-Match` is heeded (412); what is taken back already has no version.
    """
    with permit(Action.TAKE_BACK_DOCUMENT, service.document_behind(document_id), purpose=purpose()) as access:
        row = access.subject.payload
        if row["status"] != service.WITHDRAWN:
            media.check_unchanged(_versions(access))
            withdrawing.take_back(access, [row["id"]])
    return answers.Empty()


@bp.get("/Bundle/<document_id>")
def retrieve_bundle(document_id: str) -> Response:
    """A FHIR document as the Bundle that was deposited, byte for byte, in the form it came in (MHD ITI-68)."""
    with permit(Action.READ_DOCUMENT, service.document_behind(document_id), purpose=purpose()) as access:
        row = access.subject.payload
        access.details["part"] = "content"
        if row["media_type"] not in FHIR_DOCUMENTS:
            raise Refused(Reason.NOT_FOUND, admit=False)
        service.still_there(access)
        if not _takes(row["media_type"]):
            raise Refused(Reason.NOT_ACCEPTABLE)
        service.opened_by_holder(access)
    response = Response(_checked(access, row), content_type=row["media_type"])
    response.set_etag(row["sha256"])
    return media.conditional(response)


@bp.get("/Binary/<document_id>")
def retrieve(document_id: str) -> Response:
    """The document itself, as it was deposited; as a FHIR Binary for who accepts nothing but FHIR.

    A superseded version stays readable here for those who may (ADR 0008). With `_use=view` the portal says that it
    only shows the document on its page: a caregiver may be allowed that and no copy.
    """
    only_shown = request.args.get("_use") == "view" and caller().session_hash is not None
    look = service.document_behind(document_id, only_looked_at=only_shown)
    with permit(Action.READ_DOCUMENT, look, purpose=purpose()) as access:
        row = access.subject.payload
        wrapped = _is_wrapped(row["media_type"])
        access.details["part"] = "view" if only_shown else "content"
        service.still_there(access)
        service.opened_by_holder(access)
    data = _checked(access, row)
    if wrapped:
        text = base64.b64encode(data).decode()
        binary = {"resourceType": "Binary", "id": row["id"], "contentType": row["media_type"], "data": text}
        return answers.Fhir(binary)
    response = Response(data, content_type=row["media_type"])
    response.headers["Content-Disposition"] = "attachment"
    response.set_etag(row["sha256"])
    return media.conditional(response)


def language() -> str:
    """The language in which designations are wanted."""
    wanted = caller().language
    return wanted if wanted in LANGUAGES else "fr"


def purpose() -> Purpose | None:
    """Why: the person's own request, or what the professional's token says."""
    if caller().session_hash:
        return Purpose.PATIENT_REQUEST
    stated = caller().purpose
    return Purpose(stated) if stated else None


def base_url() -> str:
    """The address under which our resources live."""
    return f"{platform().settings.base_url}/fhir"


def _versions(access: Access) -> Iterator[dict[str, Any]]:
    """The document as its author may have read it: in any language, and at any level.

    What its holder decided about who may see it makes no new version: a 412 would tell of it.
    """
    found = service.metadata(access)
    for chosen in LANGUAGES:
        for level in Confidentiality:
            yield document_reference({**found, "confidentiality": level}, base_url(), chosen)


def _is_wrapped(media_type: str) -> bool:
    """Whether the bytes must come inside a FHIR Binary; raises Refused when no form is acceptable (ITI-68)."""
    header = request.headers.get("Accept", "").strip()
    if header in ("", "*/*"):
        return "_format" in request.args
    accepted = request.accept_mimetypes
    if accepted.best_match([media_type]):
        return False
    if accepted.best_match(["application/fhir+json", "application/fhir+xml"]):
        return True
    raise Refused(Reason.NOT_ACCEPTABLE)


def _takes(media_type: str) -> bool:
    """Whether the caller takes a FHIR document in the form it was deposited in."""
    form = media.form_of(request.args.get("_format", ""))
    if form is not None:
        return form == media_type
    header = request.headers.get("Accept", "").strip()
    return header in ("", "*/*") or media.accepted() == media_type


def _checked(access: Access, row: dict[str, Any]) -> bytes:
    try:
        return service.content(access.platform, row)
    except Refused as refusal:
        record_failure(Action.READ_DOCUMENT, access, refusal, purpose())
        raise
