"""Provide Document Bundle (MHD ITI-65): a transaction with a submission set, its documents and their bytes."""

from functools import partial
from typing import Any

from flask import Response, request

from platform_api import answers, scopes
from platform_api.context import caller, platform
from platform_api.documents import deposit, provide_rules
from platform_api.documents.provide_bundle import Plan, Reader
from platform_api.documents.submission import take_in
from platform_api.fhir import reading
from platform_api.fhir.reading_types import Bundle
from platform_api.guard import permit
from platform_api.problems import Refused, issue
from platform_api.references import References
from platform_api.requests import fhir_media_type, understood
from platform_api.vocabulary import Action, Reason

LARGEST_BODY = deposit.LARGEST * 4 // 3 + 1024 * 1024
_STATUS_WORDS = {"200": "200 OK", "201": "201 Created"}


def provide(data: bytes, media_type: str) -> Response:
    """Take a submission set in; the answer has the place of every entry, in order."""
    bundle = understood(data, media_type, Bundle, "Bundle")
    faults = provide_rules.faults(bundle)
    if faults:
        first, *others = faults
        raise Refused(first[0], field=first[1], others=others)
    running = platform()
    with running.database.read() as connection:
        references = References(connection, running, caller().software_id or "", caller().professional_id)
        plan = Reader(bundle, references, partial(reading.original, data, media_type)).plan()
    look = deposit.record_behind(plan.documents, plan.subject_path)
    answered = take_in(plan.submission, plan.documents, look)
    return answers.Fhir(_response(answered, plan))


def check_sender() -> None:
    """Refuse who cannot deposit anyway before megabytes are read for nobody."""
    asking = caller()
    if asking.software_id is None:
        raise Refused(Reason.TOKEN_INVALID)
    if not scopes.cover(asking.scopes, scopes.DEPOSITING):
        with permit(Action.DEPOSIT_DOCUMENT):
            raise Refused(Reason.NOT_ALLOWED)
    if (request.content_length or 0) > LARGEST_BODY:
        raise Refused(Reason.CONTENT_TOO_LARGE, data={"largest": deposit.LARGEST})


def body() -> tuple[bytes, str]:
    """The request's bytes and media type; what comes in pieces without a length is counted while it is read."""
    media_type = fhir_media_type()
    data = bytearray()
    while piece := request.stream.read(1024 * 1024):
        data += piece
        if len(data) > LARGEST_BODY:
            raise Refused(Reason.CONTENT_TOO_LARGE, data={"largest": deposit.LARGEST})
    return bytes(data), media_type


def _response(answered: tuple[str, ...], plan: Plan) -> dict[str, Any]:
    base = f"{platform().settings.base_url}/fhir"
    entries = []
    for position, one in enumerate(answered):
        status, _space, place = one.partition(" ")
        response: dict[str, Any] = {"status": _STATUS_WORDS[status], "location": f"{base}/{place}"}
        if position in plan.untyped:
            path = f"Bundle.entry[{position}].resource.type"
            warning = issue(Reason.ELEMENT_MISSING, path, "warning")
            response["outcome"] = {"resourceType": "OperationOutcome", "issue": [warning]}
        entries.append({"response": response})
    return {"resourceType": "Bundle", "type": "transaction-response", "entry": entries}
