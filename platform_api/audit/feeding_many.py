"""Many reports at once (RESTful ATNA, Send Audit Bundle): a batch of AuditEvents, of which each has its own answer."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from flask import Response, g

from platform_api import answers, problems, requests, scopes
from platform_api.audit import feeding, reported
from platform_api.context import caller
from platform_api.fhir import reading
from platform_api.fhir.reading_audit import GivenEvent
from platform_api.fhir.reading_types import Envelope, EnvelopeEntry
from platform_api.problems import Refused
from platform_api.vocabulary import Reason

LARGEST = 1024 * 1024
MOST = 100
_NAME = reported.NAME


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch, and the bytes of the resource in each of its entries."""

    envelope: Envelope
    resources: list[bytes]


def batch_in(data: bytes, media_type: str) -> Batch | None:
    """The batch of reports that these bytes are; None for anything else, which is judged by somebody else."""
    if len(data) > LARGEST or b"batch" not in data or _NAME.encode() not in data:
        return None
    try:
        envelope, resources = reading.taken_apart(data, media_type)
    except reading.Unreadable:
        return None
    return Batch(envelope, resources) if envelope.type == "batch" else None


def feed(batch: Batch, media_type: str) -> Response:
    """Take in each report for itself: what is wrong with one is told in its place, and keeps no other one back."""
    g.caller = replace(caller(), scope_needed=scopes.REPORTING)  # the address alone does not tell it
    feeding.check_sender()
    count = len(batch.envelope.entry)
    if count > MOST:
        raise Refused(Reason.REQUEST_TOO_LARGE, field=f"Bundle.entry[{MOST}]")
    requests.brake(caller(), max(count - 1, 1))
    pairs = zip(batch.envelope.entry, batch.resources, strict=True)
    told = [{"response": _answer(entry, resource, media_type)} for entry, resource in pairs]
    return answers.Fhir({"resourceType": "Bundle", "type": "batch-response", "entry": told})


def _answer(entry: EnvelopeEntry, resource: bytes, media_type: str) -> dict[str, Any]:
    try:
        place = feeding.take_in(_event(entry, resource, media_type))
    except Refused as refusal:
        if refusal.status == HTTPStatus.UNAUTHORIZED:
            raise
        status = f"{refusal.status} {HTTPStatus(refusal.status).phrase}"
        return {"status": status, "outcome": problems.outcome(refusal)}
    return {"status": "201 Created", "location": place}


def _event(entry: EnvelopeEntry, resource: bytes, media_type: str) -> GivenEvent:
    try:
        _check(entry, resource)
        return requests.understood(resource, media_type, GivenEvent, _NAME)
    except Refused as refusal:
        feeding.refuse(refusal)


def _check(entry: EnvelopeEntry, resource: bytes) -> None:
    asked = entry.request
    if asked is None or not asked.method:
        raise Refused(Reason.ELEMENT_MISSING, field="Bundle.entry.request.method")
    if asked.method != "POST" or (asked.url or "").strip("/") != _NAME:
        raise Refused(Reason.ENTRY_NOT_SUPPORTED, field="Bundle.entry.request")
    if asked.condition:
        raise Refused(Reason.ENTRY_NOT_SUPPORTED, field=f"Bundle.entry.request.{asked.condition}")
    if not resource:
        raise Refused(Reason.ELEMENT_MISSING, field="Bundle.entry.resource")
