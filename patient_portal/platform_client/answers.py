"""Makes the platform's answers into values or into one of the four errors."""

import base64
import binascii
from collections.abc import Callable
from typing import TypeVar

import msgspec

from patient_portal.platform_client import fhir_reader
from patient_portal.platform_client.errors import NotFound, PlatformError, Refused, SignedOut, Unavailable
from patient_portal.platform_client.types import SessionContext
from patient_portal.platform_client.vocabulary import Reason
from patient_portal.platform_client.wire import Reply

T = TypeVar("T")


class _Problem(msgspec.Struct):
    code: str = ""
    field: str | None = None
    retry_after: int | None = None
    data: dict[str, object] = {}


def context(header: str) -> SessionContext:
    """The DSP-Context header; raises Unavailable when it cannot be read."""
    try:
        raw = base64.urlsafe_b64decode(header + "=" * (-len(header) % 4))
        return msgspec.json.decode(raw, type=SessionContext)
    except (binascii.Error, ValueError) as error:
        raise Unavailable() from error


def decode(body: bytes, kind: type[T]) -> T:
    """A JSON body as one of our types; raises Unavailable when it does not fit."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as error:
        raise Unavailable() from error


def read(reading: Callable[[], T]) -> T:
    """What a FHIR reader makes of an answer; raises Unavailable when it does not fit."""
    try:
        return reading()
    except fhir_reader.Unreadable as error:
        raise Unavailable() from error


def error(reply: Reply) -> PlatformError:
    """A refusal as one of the four errors; what cannot be understood counts as Unavailable."""
    problem = _Problem()
    try:
        if b'"OperationOutcome"' in reply.body[:200]:
            problem.code = fhir_reader.read_reason(reply.body)
        else:
            problem = msgspec.json.decode(reply.body, type=_Problem)
        code = Reason(problem.code)
    except ValueError:
        code = Reason.NOT_FOUND if reply.status in (404, 410) else Reason.INTERNAL
    retry_after = problem.retry_after
    if retry_after is None and reply.headers.get("retry-after", "").isdigit():
        retry_after = int(reply.headers["retry-after"])
    if code in (Reason.SIGNED_OUT, Reason.SESSION_EXPIRED):
        return SignedOut(code)
    if reply.status in (404, 410) and code in (Reason.NOT_FOUND, Reason.DOCUMENT_WITHDRAWN):
        return NotFound(code, gone=reply.status == 410)
    if code in (Reason.OVERLOADED, Reason.INTERNAL, Reason.TOKEN_INVALID):
        return Unavailable(code, retry_after=retry_after)
    return Refused(code, status=reply.status, field=problem.field, retry_after=retry_after, data=problem.data)
