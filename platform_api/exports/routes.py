"""The paths of copies that people take along, under `/dsp/v1/exports`: their holder's, and the worker's."""

from collections.abc import Iterator
from typing import Annotated, TypedDict

import msgspec
from flask import Blueprint, request

from platform_api import answers, requests, shapes
from platform_api.audit import entries
from platform_api.blobs import BlobDamaged, BlobMissing
from platform_api.consents import kept
from platform_api.context import platform
from platform_api.documents import service as contents
from platform_api.documents import withdrawing
from platform_api.documents.upload_bytes import Kept, arriving
from platform_api.exports import making, service
from platform_api.exports.service import Part
from platform_api.fhir.audit_event import audit_event
from platform_api.fhir.bundle import collection
from platform_api.fhir.consent import consent
from platform_api.fhir.document_reference import document_reference
from platform_api.guard import nothing, own_record, permit, record_failure
from platform_api.problems import Refused
from platform_api.requests import Query
from platform_api.vocabulary import LANGUAGES, Action, Reason

bp = Blueprint("exports", __name__, url_prefix="/dsp/v1/exports")
AT_ONCE = 8 * 1024 * 1024
"""Bytes of a part in one answer; whoever wants more asks on (`Range`)."""
_BESIDE = 512 * 1024 * 1024
"""Bytes of a part beside its documents: pages to read them, the access log, one document larger than a part."""
_ENTRIES_AT_ONCE = 5_000


class AskBody(msgspec.Struct, forbid_unknown_fields=True):
    """The language of the index."""

    language: shapes.Language


class PartQuery(Query):
    """The number of one part; without it every part."""

    part: int | None = None


class BeforeQuery(Query):
    """Only entries before the one with this number: the answer names it in `DSP-Before` while there is more."""

    before: Annotated[int, msgspec.Meta(ge=1)] | None = None


class Copies(TypedDict):
    """The copies of a record, the newest first."""

    exports: list[service.Copy]


class CopyBegun(TypedDict):
    """The copy that is being made."""

    id: str


class Leased(TypedDict):
    """The copy to go on with, if there is one."""

    export: making.Lease | None


class HolderAndWithdrawn(TypedDict):
    """Whose record it is, as a FHIR Patient, and what they withdrew and can still bring back."""

    patient: shapes.Resource
    withdrawn: list[withdrawing.Withdrawn]


class PartKept(TypedDict):
    """Whether the part is kept; false when it was there already."""

    kept: bool


@bp.get("")
def copies() -> answers.Json[Copies]:
    """The copies of one's own record, with what can be fetched of each."""
    with permit(Action.READ_EXPORTS, own_record) as access:
        found = service.copies(access)
    return answers.Json({"exports": found})


@bp.post("")
def ask() -> answers.Taken[CopyBegun]:
    """Begin a copy of one's own record; while one is being made, that one goes on."""
    given = requests.body(AskBody)
    if given.language not in LANGUAGES:
        raise Refused(Reason.MALFORMED_REQUEST, field="language")
    with permit(Action.ASK_EXPORT, own_record) as access:
        identifier = service.ask(access, given.language)
    return answers.Taken({"id": identifier})


@bp.get("/<export_id>/parts/<int:number>")
def fetch(export_id: str, number: int) -> answers.Zip | answers.PieceOfZip:
    """One part as a ZIP, a piece at a time from where `Range` begins; its ETag is its SHA-256."""
    start, end = 0, AT_ONCE
    with permit(Action.FETCH_EXPORT, service.of_own_record(export_id)) as access:
        blob_id, sha256, size = service.part_of(access, number)
        if request.range is not None:
            start, end = request.range.range_for_length(size) or (0, 0)
            if start >= end:
                raise Refused(Reason.MALFORMED_REQUEST, field="Range")
        end = min(size, end, start + AT_ONCE)
        access.details.update({"from": start, "to": end})
        patient_id = access.subject.patient_id or ""
    key = platform().record_key(patient_id)
    try:
        if key is None:
            raise BlobMissing(blob_id)
        data = _piece(platform().blobs.get(blob_id, key, start), end - start)
    except (BlobDamaged, BlobMissing) as error:
        refusal = Refused(Reason.DOCUMENT_DAMAGED)
        record_failure(Action.FETCH_EXPORT, access, refusal)
        raise refusal from error
    response = (answers.Zip if end - start == size else answers.PieceOfZip)(data)
    response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response.set_etag(sha256)
    return response


@bp.delete("/<id:export_id>")
def forget(export_id: str) -> answers.Empty:
    """Delete a copy, made or in the making."""
    gone: list[str] = []
    with permit(Action.FORGET_EXPORT, service.of_own_record(export_id)) as access:
        service.forget(access, gone)
    for name in gone:
        platform().blobs.remove(name)
    return answers.Empty()


@bp.post("/lease")
def lease() -> answers.Json[Leased]:
    """The worker takes the copy that waits longest; `export` is null when none waits."""
    with permit(Action.MAKE_EXPORT, nothing) as access:
        found = making.lease(access)
    return answers.Json({"export": found})


@bp.get("/<export_id>/documents")
def documents(export_id: str) -> answers.Fhir:
    """The DocumentReferences of a copy, or of one part (`part`), as a Bundle of them."""
    number = requests.query(PartQuery).part
    base = f"{platform().settings.base_url}/fhir"
    with permit(Action.FILL_EXPORT, making.under_way(export_id)) as access:
        plan = access.subject.payload.plan
        rows = making.documents(access, range(1, len(plan) + 1) if number is None else [number])
        language = access.subject.payload.language
    return answers.Fhir(collection([document_reference(row, base, language) for row in rows], base))


@bp.get("/<export_id>/consents")
def consents(export_id: str) -> answers.Fhir:
    """Who was let in and who was shut out, as a Bundle of Consent."""
    with permit(Action.FILL_EXPORT, making.under_way(export_id)) as access:
        agency = kept.agency(access)
        found = [consent(row, agency) for row in kept.rows(access)]
    return answers.Fhir(collection(found, f"{platform().settings.base_url}/fhir"))


@bp.get("/<export_id>/journal")
def journal(export_id: str) -> answers.PagedLines:
    """The access log of the record as NDJSON of AuditEvent, the newest first, so many at a time."""
    before = requests.query(BeforeQuery).before
    earlier = [] if before is None else [entries.ENTRIES.c.number < before]
    with permit(Action.FILL_EXPORT, making.under_way(export_id)) as access:
        rows = entries.every(access, access.subject.patient_id or "", earlier, _ENTRIES_AT_ONCE)
    response = answers.PagedLines(b"\n".join(msgspec.json.encode(audit_event(row)) for row in rows))
    if len(rows) == _ENTRIES_AT_ONCE:
        response.headers["DSP-Before"] = str(rows[-1]["number"])
    return response


@bp.get("/<export_id>/person")
def person(export_id: str) -> answers.Json[HolderAndWithdrawn]:
    """Whose record it is, as a Patient without the matricule, and what they withdrew and can still bring back."""
    with permit(Action.FILL_EXPORT, making.under_way(export_id)) as access:
        body: HolderAndWithdrawn = {
            "patient": making.holder(access),
            "withdrawn": withdrawing.can_return(access),
        }
    return answers.Json(body)


@bp.get("/<export_id>/documents/<document_id>")
def content(export_id: str, document_id: str) -> answers.File:
    """The bytes of one document of the copy."""
    with permit(Action.FILL_EXPORT, making.under_way(export_id)) as access:
        row = making.document(access, document_id)
        access.details["document"] = document_id
    response = answers.File(contents.content(platform(), row), content_type=row["media_type"])
    response.set_etag(row["sha256"])
    return response


@bp.post("/<export_id>/parts/<int:number>")
def keep(export_id: str, number: int) -> answers.Json[PartKept]:
    """A part that was made, as the bytes of a ZIP; the same one twice has one effect."""
    with permit(Action.FILL_EXPORT, making.under_way(export_id)) as access:
        patient_id = access.subject.patient_id or ""
    key, largest = platform().record_key(patient_id), platform().settings.export_part + _BESIDE
    if key is None:
        raise Refused(Reason.NOT_FOUND, admit=False)
    request.max_content_length = largest
    kept, is_kept = Kept(platform(), key), False
    try:
        blob_id, stored = kept.put(arriving(request.stream), largest)
        with permit(Action.FILL_EXPORT, making.under_way(export_id)) as access:
            is_kept = making.keep(access, Part(number, stored.size, stored.sha256), blob_id)
    finally:
        if not is_kept:
            kept.forget()
    return answers.Json({"kept": is_kept})


def _piece(chunks: Iterator[bytes], size: int) -> bytes:
    """The first bytes of what comes."""
    found = bytearray()
    for chunk in chunks:
        found += chunk
        if len(found) >= size:
            break
    return bytes(found[:size])
