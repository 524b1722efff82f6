"""How the platform says no: problem details (RFC 9457) for its own paths, OperationOutcome for FHIR."""

from collections.abc import Sequence
from typing import Any, Literal, NotRequired, TypedDict

import msgspec
from flask import Response, request

from platform_api.fhir.diagnostics import DIAGNOSTICS
from platform_api.vocabulary import REASON_SYSTEM, Reason

_STATUS: dict[Reason, int] = {
    Reason.NOT_FOUND: 404,
    Reason.NOT_ALLOWED: 403,
    Reason.RECORD_NOT_OPEN: 403,
    Reason.RECORD_TAKES_NOTHING: 403,
    Reason.SOFTWARE_NOT_CONFORMANT: 401,
    Reason.SCOPE_NOT_GRANTED: 403,
    Reason.SIGNED_OUT: 401,
    Reason.SESSION_EXPIRED: 401,
    Reason.TOKEN_INVALID: 401,
    Reason.SECOND_FACTOR_NEEDED: 403,
    Reason.STEP_OUT_OF_ORDER: 409,
    Reason.ASSISTANCE_OVER: 403,
    Reason.MANDATE_OVER: 403,
    Reason.OWN_APPROVAL: 403,
    Reason.SUPERVISOR_NEEDED: 403,
    Reason.DECIDED_ALREADY: 409,
    Reason.PAPER_KNOWN: 409,
    Reason.PAPER_TAKEN: 409,
    Reason.PAPER_NOT_IN_HAND: 409,
    Reason.RECORD_NOT_CLOSED: 409,
    Reason.UNDO_OVER: 409,
    Reason.ERASURE_NOT_ASKED: 409,
    Reason.ACCOUNT_FROZEN: 403,
    Reason.PROOF_TOO_LOW: 403,
    Reason.HOLDER_ALONE: 403,
    Reason.HELPING_ONESELF: 403,
    Reason.HELPING_FAMILY: 403,
    Reason.HELPING_COLLEAGUE: 403,
    Reason.RECORD_GUARDED: 403,
    Reason.SAME_PERSON_AGAIN: 403,
    Reason.BLOCKED_BY_HOLDER: 409,
    Reason.DUPLICATE_IDENTIFIER: 409,
    Reason.TOO_MANY_PETITIONS: 409,
    Reason.PETITION_CLOSED: 409,
    Reason.STATEMENT_CHANGED: 409,
    Reason.STATEMENT_TOO_MANY_DRAFTS: 409,
    Reason.STATEMENT_UNDO_OVER: 409,
    Reason.UPLOAD_OVER: 409,
    Reason.UPLOAD_TWICE: 409,
    Reason.DOCUMENT_UNDO_OVER: 409,
    Reason.DOCUMENT_WITHDRAWN: 410,
    Reason.RESOURCE_CHANGED: 412,
    Reason.TOO_MANY_TRIES: 429,
    Reason.OVERLOADED: 503,
    Reason.INTERNAL: 500,
    Reason.DOCUMENT_DAMAGED: 500,
    Reason.REQUEST_TOO_LARGE: 413,
    Reason.CONTENT_TOO_LARGE: 413,
    Reason.MALFORMED_REQUEST: 400,
    Reason.ELEMENT_MISSING: 400,
    Reason.VALUE_NOT_ALLOWED: 400,
    Reason.REFERENCE_UNKNOWN: 400,
    Reason.PROFILE_UNKNOWN: 400,
    Reason.ENTRY_NOT_SUPPORTED: 400,
    Reason.METHOD_NOT_ALLOWED: 405,
    Reason.NOT_ACCEPTABLE: 406,
    Reason.FORMAT_NOT_SUPPORTED: 415,
}
_ISSUE_TYPE: dict[Reason, str] = {
    Reason.NOT_FOUND: "not-found",
    Reason.NOT_ALLOWED: "forbidden",
    Reason.RECORD_NOT_OPEN: "forbidden",
    Reason.RECORD_TAKES_NOTHING: "forbidden",
    Reason.SOFTWARE_NOT_CONFORMANT: "security",
    Reason.SCOPE_NOT_GRANTED: "forbidden",
    Reason.SIGNED_OUT: "login",
    Reason.SESSION_EXPIRED: "expired",
    Reason.TOKEN_INVALID: "login",
    Reason.TOO_MANY_TRIES: "throttled",
    Reason.OVERLOADED: "transient",
    Reason.INTERNAL: "exception",
    Reason.REQUEST_TOO_LARGE: "too-long",
    Reason.CONTENT_TOO_LARGE: "too-long",
    Reason.DUPLICATE_IDENTIFIER: "duplicate",
    Reason.PATIENT_UNKNOWN: "not-found",
    Reason.ELEMENT_MISSING: "required",
    Reason.VALUE_NOT_ALLOWED: "value",
    Reason.REFERENCE_UNKNOWN: "not-found",
    Reason.PROFILE_UNKNOWN: "not-supported",
    Reason.ENTRY_NOT_SUPPORTED: "not-supported",
    Reason.ELEMENT_NOT_KEPT: "not-supported",
    Reason.DOCUMENT_TYPE_NOT_ALLOWED: "business-rule",
    Reason.DOCUMENT_TYPE_UNKNOWN: "code-invalid",
    Reason.MALFORMED_REQUEST: "structure",
    Reason.NOT_ACCEPTABLE: "not-supported",
    Reason.FORMAT_NOT_SUPPORTED: "not-supported",
    Reason.METHOD_NOT_ALLOWED: "not-supported",
    Reason.DOCUMENT_DAMAGED: "exception",
    Reason.DOCUMENT_WITHDRAWN: "deleted",
    Reason.RESOURCE_CHANGED: "conflict",
}
_OF_THE_TOKEN = (Reason.TOKEN_INVALID, Reason.SOFTWARE_NOT_CONFORMANT)


class Problem(TypedDict):
    """RFC 9457, with the platform's own code of the reason."""

    type: Literal["about:blank"]
    status: int
    code: Reason
    field: NotRequired[str]
    retry_after: NotRequired[int]
    data: NotRequired[dict[str, Any]]


class Refused(Exception):
    """The platform says no, for one reason.

    `admit=False` hides that the thing exists (the answer is 404); `keep=True` keeps what the transaction
    counted so far (a wrong try must be counted although nothing else happens); `retry_after` is in seconds.
    `field` is an element's path (FHIRPath on `/fhir`); `others` are further faults of the same request.
    """

    def __init__(
        self,
        reason: Reason,
        *,
        field: str | None = None,
        retry_after: int | None = None,
        data: dict[str, Any] | None = None,
        keep: bool = False,
        admit: bool = True,
        others: Sequence[tuple[Reason, str]] = (),
    ) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.field = field
        self.retry_after = retry_after
        self.data = data
        self.keep = keep
        self.admit = admit
        self.others = tuple(others)

    @property
    def shown(self) -> Reason:
        """The reason that leaves the platform."""
        return self.reason if self.admit else Reason.NOT_FOUND

    @property
    def status(self) -> int:
        """The HTTP status of the answer; a refusal of what was typed is 422."""
        return _STATUS.get(self.shown, 422)


def answer(refusal: Refused) -> Response:
    """The refusal as the caller's kind of answer."""
    is_fhir = request.path.startswith("/fhir")
    body = outcome(refusal) if is_fhir else _problem(refusal)
    response = Response(
        msgspec.json.encode(body),
        status=refusal.status,
        content_type="application/fhir+json; charset=utf-8" if is_fhir else "application/problem+json",
    )
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    if refusal.status == 401:
        brought = "Authorization" in request.headers and refusal.shown in _OF_THE_TOKEN
        response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if brought else "Bearer"
    if refusal.status == 415 and "Content-Encoding" in request.headers:  # RFC 9110, 15.5.16
        response.headers["Accept-Encoding"] = "identity"
    if refusal.shown is Reason.SCOPE_NOT_GRANTED:  # RFC 6750, 3.1
        response.headers["WWW-Authenticate"] = 'Bearer error="insufficient_scope"'
    return response


def _problem(refusal: Refused) -> Problem:
    body: Problem = {"type": "about:blank", "status": refusal.status, "code": refusal.shown}
    if refusal.field:
        body["field"] = refusal.field
    if refusal.retry_after is not None:
        body["retry_after"] = refusal.retry_after
    if refusal.data and refusal.admit:
        body["data"] = refusal.data
    return body


def outcome(refusal: Refused) -> dict[str, Any]:
    """The refusal as an OperationOutcome."""
    faults = [(refusal.shown, refusal.field if refusal.admit else None)]
    if refusal.admit:
        faults += refusal.others
    return {"resourceType": "OperationOutcome", "issue": [issue(*fault) for fault in faults]}


def issue(reason: Reason, expression: str | None = None, severity: str = "error") -> dict[str, Any]:
    """One issue of an OperationOutcome: the kind that FHIR knows, our code, a sentence about it, and where."""
    found: dict[str, Any] = {
        "severity": severity,
        "code": _ISSUE_TYPE.get(reason, "invalid"),
        "details": {"coding": [{"system": REASON_SYSTEM, "code": reason.value}]},
        "diagnostics": DIAGNOSTICS[reason],
    }
    if expression:
        found["expression"] = [expression]
    return found
