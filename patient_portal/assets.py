"""Static files: content-hashed addresses, integrity, caching, and compression of what leaves the portal."""

import gzip
import re
import secrets
import time
import zlib
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha384
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from patient_portal import paths

_FOREVER = "public, max-age=31536000, immutable"
_A_DAY = "public, max-age=86400"
_SQUEEZABLE = (".css", ".js", ".svg", ".txt")
_IMPORT = re.compile(rb'@import "([a-z0-9/.-]+\.css)";\n?')
_SMALLEST = 1024  # bytes; below, compressing costs more than it saves
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file as it is now: the start of its hash, its integrity, its bytes, and these compressed."""

    version: str
    integrity: str
    content: bytes
    squeezed: bytes | None


class Assets:
    """The static files of one application, each read once; `watch` seconds later again, if it changed meanwhile."""

    def __init__(self, folder: Path = paths.STATIC, *, watch: float | None = None) -> None:
        self._folder = folder
        self._watch = watch
        self._known: dict[str, tuple[Asset, str, float]] = {}

    def url(self, path: str) -> str:
        """The address of a static file, with its content's hash: it may be kept for ever."""
        return self._look(path)[1]

    def integrity(self, path: str) -> str:
        """The value of the `integrity` attribute (SHA-384)."""
        return self._look(path)[0].integrity

    def get(self, path: str) -> Asset:
        """The file's facts; raises FileNotFoundError, because a page that names a missing file is a mistake."""
        return self._look(path)[0]

    def _look(self, path: str) -> tuple[Asset, str, float]:
        known = self._known.get(path)
        if known is not None and (self._watch is None or time.monotonic() - known[2] < self._watch):
            return known
        file = self._folder / path
        asset = _read(file, max(part.stat().st_mtime_ns for part in (file, *imported(file))))
        found = self._known[path] = (asset, f"/static/{path}?v={asset.version}", time.monotonic())
        return found

    def serve(self, path: str) -> Response:
        """The file itself; for ever when the address bears its hash, else for a day."""
        name = safe_join(str(self._folder), path)
        file = Path(name) if name else None
        content_type = _TYPES.get(file.suffix) if file else None
        if file is None or content_type is None or not file.is_file():
            raise NotFound()
        asset = self.get(path)
        response = Response(asset.content, content_type=content_type)
        if asset.squeezed is not None:
            response.headers["Vary"] = "Accept-Encoding"
            if "gzip" in request.headers.get("Accept-Encoding", ""):
                response.set_data(asset.squeezed)
                response.headers["Content-Encoding"] = "gzip"
        response.set_etag(asset.version)
        response.headers["Cache-Control"] = _FOREVER if request.args.get("v") == asset.version else _A_DAY
        response.make_conditional(request)
        return response


def imported(file: Path) -> list[Path]:
    """The style sheets that a style sheet takes in by `@import "…";`, in their order."""
    if file.suffix != ".css":
        return []
    return [(file.parent / name.decode()).resolve() for name in _IMPORT.findall(file.read_bytes())]


def content(file: Path) -> bytes:
    """The file as served: a style sheet holds what it imports, so that a page asks for one instead of four.

    Addresses inside an imported sheet are not rewritten: they are relative to a folder beside it (`../fonts/`).
    """
    if not imported(file):
        return file.read_bytes()
    return (
        b"\n".join(part.read_bytes() for part in imported(file)) + b"\n" + _IMPORT.sub(b"", file.read_bytes())
    )


@lru_cache(maxsize=256)
def _read(file: Path, _stamp: int) -> Asset:
    served = content(file)
    digest = sha384(served).digest()
    squeezed = None
    if file.suffix in _SQUEEZABLE and len(served) >= _SMALLEST:
        squeezed = gzip.compress(served, 9, mtime=0)
    return Asset(digest.hex()[:16], "sha384-" + b64encode(digest).decode(), served, squeezed)


def install(app: Flask, *, watch: float | None = None) -> None:
    """Serve /static, give templates `asset(path)` and `asset_integrity(path)`, compress pages."""
    assets = Assets(watch=watch)
    app.jinja_env.globals["asset"] = assets.url
    app.jinja_env.globals["asset_integrity"] = assets.integrity
    app.add_url_rule("/static/<path:path>", "static", assets.serve, methods=["GET"])
    app.after_request(squeeze)


def squeeze(response: Response) -> Response:
    """Compress an HTML answer for who takes gzip, with a random length against BREACH (as Django does)."""
    if (
        response.mimetype != "text/html"
        or response.direct_passthrough
        or response.is_streamed
        or "Content-Encoding" in response.headers
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return response
    content = response.get_data()
    if len(content) < _SMALLEST:
        return response
    response.set_data(_gzip(content))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _gzip(content: bytes) -> bytes:
    """A gzip stream whose header holds a file name of random length (RFC 1952, FNAME)."""
    name = b"p" * (secrets.randbelow(100) + 1)
    packer = zlib.compressobj(5, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(content) + packer.flush()
    head = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff" + name + b"\0"
    tail = zlib.crc32(content).to_bytes(4, "little") + (len(content) & 0xFFFFFFFF).to_bytes(4, "little")
    return head + body + tail
