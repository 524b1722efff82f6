"""Files that a browser sends: sealed as they arrive with a key of the request's own, so that none lies open."""

import secrets
import struct
import tempfile
from collections.abc import Callable
from typing import IO, Any, TypeVar, cast

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app, request
from htmx_flask.requests import HtmxAwareRequest

from patient_portal import sessions
from patient_portal.settings import Settings

_CHUNK = 1024 * 1024
_TAG = 16
_MARK = "__dsp_takes_files__"
_AT_ONCE = 10
"""Files of the largest size that one form may bring."""
_FORM = 256 * 1024
View = TypeVar("View", bound=Callable[..., object])


def takes_files(view: View) -> View:
    """The view takes files: its forms may be larger than others, for who is signed in."""
    setattr(view, _MARK, True)
    return view


class SealedSpool:
    """A file on its way: written once, read back from its beginning. Beyond `largest` bytes nothing more is kept."""

    def __init__(self, largest: int) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool; it has no name on the disk
        self._cipher, self._prefix = AESGCM(secrets.token_bytes(32)), secrets.token_bytes(8)
        self._largest, self._pending, self._size = largest, bytearray(), 0
        self._written, self._read = 0, 0
        self._rest = b""

    @property
    def is_too_large(self) -> bool:
        """Whether more came than is taken."""
        return self._size > self._largest

    @property
    def largest(self) -> int:
        """How many bytes are taken."""
        return self._largest

    @property
    def size(self) -> int:
        """How many bytes came."""
        return self._size

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._size += len(data)
        if self.is_too_large:
            self._pending.clear()
            return len(data)
        self._pending += data
        while len(self._pending) >= _CHUNK:
            self._seal(bytes(self._pending[:_CHUNK]))
            del self._pending[:_CHUNK]
        return len(data)

    def read(self, size: int = -1) -> bytes:
        """Give some bytes back; all that are left for a negative size."""
        wanted = self._size if size < 0 else size
        while len(self._rest) < wanted and (chunk := self._open()):
            self._rest += chunk
        found, self._rest = self._rest[:wanted], self._rest[wanted:]
        return found

    def seek(self, position: int, whence: int = 0) -> int:
        """Back to the beginning; nothing else is needed of a spool."""
        if (position, whence) != (0, 0):
            return 0
        if self._pending and not self.is_too_large:
            self._seal(bytes(self._pending))
            self._pending.clear()
        self._file.seek(0)
        self._read, self._rest = 0, b""
        return 0

    def tell(self) -> int:
        """Where it is, as far as anybody asks."""
        return 0

    def close(self) -> None:
        """Nothing is left of it."""
        self._file.close()

    def _seal(self, chunk: bytes) -> None:
        self._file.write(self._cipher.encrypt(self._nonce(self._written), chunk, None))
        self._written += 1

    def _open(self) -> bytes:
        sealed = self._file.read(_CHUNK + _TAG)
        if not sealed:
            return b""
        self._read += 1
        return self._cipher.decrypt(self._nonce(self._read - 1), sealed, None)

    def _nonce(self, number: int) -> bytes:
        return self._prefix + struct.pack(">I", number)


class PortalRequest(HtmxAwareRequest):  # type: ignore[misc]  # htmx_flask has no types
    """A request whose files never lie open, neither in memory as a whole nor on a disk."""

    largest_file = 0

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        del total_content_length, content_type, filename, content_length
        return cast("IO[bytes]", SealedSpool(self.largest_file))


def install(app: Flask, settings: Settings) -> None:
    """Let views that say so take files; before anything reads the form."""

    @app.before_request
    def make_room() -> None:
        view: Any = current_app.view_functions.get(request.endpoint or "")
        if request.method == "POST" and getattr(view, _MARK, False) and sessions.has_session():
            cast("PortalRequest", request).largest_file = settings.largest_file
            request.max_content_length = _AT_ONCE * settings.largest_file + _FORM


def seal(app: Flask) -> None:
    """Have every file of every form sealed; after htmx, which brings a kind of request of its own."""
    app.request_class = PortalRequest


def spool_of(file: Any) -> SealedSpool:
    """The spool behind a file of the form."""
    return cast("SealedSpool", file.stream)
