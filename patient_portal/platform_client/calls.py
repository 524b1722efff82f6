"""How one call to the platform is sent: whose it is, in which shape, and what its answer is read into."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, TypeVar
from urllib.parse import urlencode

import msgspec

from patient_portal.platform_client import answers
from patient_portal.platform_client.errors import NotFound, Unavailable
from patient_portal.platform_client.figures_types import Figures
from patient_portal.platform_client.types import DocumentType, SessionContext
from patient_portal.platform_client.wire import Call, Reply, Transport, Unreachable

T = TypeVar("T")

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}(?<!\.)")  # FHIR R4 id, and never "." or ".."
DSP = "/dsp/v1"
JSON = "application/json"
_FHIR = "application/fhir+json"


@dataclass(slots=True)
class Shared:
    """What all requests of one process share: the way to the platform and its rarely changing code system."""

    transport: Transport
    types: tuple[DocumentType, ...] = ()
    types_until: float = field(default=0.0)
    figures: Figures | None = None
    figures_until: float = field(default=0.0)


@dataclass(frozen=True, slots=True)
class Visitor:
    """What the portal says of the browser that asks: the limits and the trail need it."""

    address: str = ""
    request_id: str = ""
    language: str = "fr"
    device: str = ""


class Calls:
    """What every part of the client has: the visitor, the session, and the way to the platform."""

    def __init__(self, shared: Shared, visitor: Visitor, session: str | None = None) -> None:
        self._shared = shared
        self._visitor = visitor
        self.reference = session
        self.context: SessionContext | None = None

    def _patient(self) -> str:
        """The patient of this session; `self` before any answer told the id, so that one call is enough."""
        return self.context.patient_id if self.context and self.context.patient_id else "self"

    def _json(
        self,
        method: str,
        path: str,
        kind: type[T],
        body: Mapping[str, object] | None = None,
        timeout: float | None = None,
    ) -> T:
        return answers.decode(self._send(method, DSP + path, body, timeout).body, kind)

    def _send(
        self, method: str, path: str, body: Mapping[str, object] | None = None, timeout: float | None = None
    ) -> Reply:
        return self._call(method, path, json=body, accept=JSON, timeout=timeout)

    def _stream(
        self,
        path: str,
        stream: IO[bytes],
        length: int,
        headers: Mapping[str, str],
        kind: type[T],
        timeout: float,
        query: str = "",
    ) -> T:
        """POST bytes as they are, read once while they are sent."""
        all_headers = {**self._headers(JSON), **headers}
        content_type = "application/octet-stream"
        call = Call("POST", path, query, all_headers, b"", content_type, timeout, stream, length)
        return answers.decode(self._sent(call).body, kind)

    def _exchange(self, path: str, data: bytes, accept: str, timeout: float) -> bytes:
        """POST bytes, and get others for them."""
        kind = "application/octet-stream"
        return self._sent(Call("POST", path, "", self._headers(accept), data, kind, timeout)).body

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        json: Mapping[str, object] | None = None,
        form: list[tuple[str, str]] | None = None,
        accept: str = _FHIR,
        timeout: float | None = None,
    ) -> Reply:
        content, content_type = b"", ""
        if json is not None:
            content, content_type = msgspec.json.encode(json), JSON
        elif form is not None:
            content, content_type = urlencode(form).encode(), "application/x-www-form-urlencoded"
        return self._sent(Call(method, path, query, self._headers(accept), content, content_type, timeout))

    def _sent(self, call: Call) -> Reply:
        try:
            reply = self._shared.transport.send(call)
        except Unreachable as error:
            raise Unavailable() from error
        if context := reply.headers.get("dsp-context"):
            self.context = answers.context(context)
        if reply.status >= 400:
            raise answers.error(reply)
        if reply.status >= 300:
            raise Unavailable()
        return reply

    def _headers(self, accept: str) -> dict[str, str]:
        visitor = self._visitor
        headers = {
            "Accept": accept,
            "Accept-Language": visitor.language,
            "DSP-Visitor-Address": visitor.address,
            "DSP-Request-Id": visitor.request_id,
        }
        if visitor.device:
            headers["DSP-Device"] = visitor.device
        if self.reference:
            headers["DSP-Session"] = self.reference
        return headers


def part(identifier: str) -> str:
    """An id as one segment of a path: whatever it holds, it cannot reach another address."""
    if not _ID.fullmatch(identifier):
        raise NotFound()
    return identifier
