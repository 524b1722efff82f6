"""Static files: content-hashed addresses, integrity, caching, and compression of what leaves the portal."""

import gzip
import secrets
import zlib
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha384
from pathlib import Path

from flask import Flask, Response, request, send_file
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from patient_portal import paths

_FOREVER = "public, max-age=31536000, immutable"
_A_DAY = "public, max-age=86400"
_SQUEEZABLE = (".css", ".js", ".svg", ".txt")
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
    """One static file as it is now: the start of its hash, its integrity, its bytes when they compress well."""

    version: str
    integrity: str
    squeezed: bytes | None


class Assets:
    """The static files of one application; each file is read once, and again when it changed."""

    def __init__(self, folder: Path = paths.STATIC, *, watch: bool = False) -> None:
        self._folder = folder
        self._watch = watch
        self._urls: dict[str, str] = {}

    def url(self, path: str) -> str:
        """The address of a static file, with its content's hash: it may be kept for ever."""
        if not self._watch and path in self._urls:
            return self._urls[path]
        url = self._urls[path] = f"/static/{path}?v={self.get(path).version}"
        return url

    def integrity(self, path: str) -> str:
        """The value of the `integrity` attribute (SHA-384)."""
        return self.get(path).integrity

    def get(self, path: str) -> Asset:
        """The file's facts; raises FileNotFoundError, because a page that names a missing file is a mistake."""
        file = self._folder / path
        stamp = file.stat().st_mtime_ns if self._watch else 0
        return _read(file, stamp)

    def serve(self, path: str) -> Response:
        """The file itself; for ever when the address bears its hash, else for a day."""
        name = safe_join(str(self._folder), path)
        file = Path(name) if name else None
        content_type = _TYPES.get(file.suffix) if file else None
        if file is None or content_type is None or not file.is_file():
            raise NotFound()
        asset = self.get(path)
        if asset.squeezed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            response = Response(asset.squeezed, content_type=content_type)
            response.headers["Content-Encoding"] = "gzip"
        else:
            response = send_file(file, mimetype=content_type, etag=asset.version, conditional=True)
        if asset.squeezed is not None:
            response.headers["Vary"] = "Accept-Encoding"
        response.set_etag(asset.version)
        response.headers["Cache-Control"] = _FOREVER if request.args.get("v") == asset.version else _A_DAY
        response.make_conditional(request)
        return response


@lru_cache(maxsize=256)
def _read(file: Path, _stamp: int) -> Asset:
    content = file.read_bytes()
    digest = sha384(content).digest()
    squeezed = None
    if file.suffix in _SQUEEZABLE and len(content) >= _SMALLEST:
        squeezed = gzip.compress(content, 9, mtime=0)
    return Asset(digest.hex()[:16], "sha384-" + b64encode(digest).decode(), squeezed)


def install(app: Flask, *, watch: bool = False) -> None:
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
