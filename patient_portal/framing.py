"""Turns away a request that two readers of one connection could cut differently, and what could hide behind one."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?", re.ASCII)
_WITHOUT_A_BODY = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})
_CLOSE = ("Connection", "close")
_REFUSAL = b"Bad Request\n"


class OneReading:
    """The outermost of the application: what the web server lets pass although another reader may read it otherwise.

    The server refuses most of it by itself (two lengths, folded lines, odd numbers). Here: any other transfer coding
    than `chunked` alone, a length beside it, no host or two (400, RFC 9112, 3.2 and 6.1); and after a body in chunks,
    or one where none is expected, nothing more is read from the connection: nothing can hide there.
    """

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        coding = environ.get("HTTP_TRANSFER_ENCODING")
        length = environ.get("CONTENT_LENGTH") or None
        if not _has_one_host(environ) or (coding is not None and (coding.lower() != "chunked" or length)):
            return _refuse(start_response)
        has_body = coding is not None or length not in (None, "0")
        if coding is None and not (has_body and environ["REQUEST_METHOD"] in _WITHOUT_A_BODY):
            return self._application(environ, start_response)

        def and_close(
            status: str, headers: list[tuple[str, str]], error: "OptExcInfo | None" = None, /
        ) -> Callable[[bytes], object]:
            return start_response(status, [*headers, _CLOSE], error)

        return self._application(environ, and_close)


def _has_one_host(environ: "WSGIEnvironment") -> bool:
    host = environ.get("HTTP_HOST", "")
    if not host:
        return environ.get("SERVER_PROTOCOL") != "HTTP/1.1"  # before it, a probe had none to tell
    return _HOST.fullmatch(host) is not None


def _refuse(start_response: "StartResponse") -> Iterable[bytes]:
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(_REFUSAL))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        _CLOSE,
    ]
    start_response("400 Bad Request", headers)
    return [_REFUSAL]
