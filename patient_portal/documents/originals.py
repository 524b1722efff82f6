"""Handing over an original: as an attachment under a safe name, so that it runs nowhere on this site."""

import re
import unicodedata
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from flask import Response, request

from patient_portal import i18n
from patient_portal.documents.content import ContentKind, sniff
from patient_portal.security import sandbox

_LONGEST_NAME = 90
_NOT_IN_NAMES = re.compile(r"[^\w .,()+’-]+")
_DIGITS = re.compile(r"\d{11,}")
_TYPES: dict[ContentKind, tuple[str, str]] = {
    ContentKind.CDA: ("xml", "application/xml"),
    ContentKind.PDF: ("pdf", "application/pdf"),
    ContentKind.DICOM: ("dcm", "application/dicom"),
    ContentKind.TEXT: ("txt", "text/plain; charset=utf-8"),
    ContentKind.RTF: ("rtf", "application/rtf"),
    ContentKind.FHIR_JSON: ("json", "application/fhir+json"),
    ContentKind.FHIR_XML: ("xml", "application/fhir+xml"),
    ContentKind.XML: ("xml", "application/xml"),
}
_PICTURES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/tiff": "tif",
    "image/webp": "webp",
}
_OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
}
_MORE_XML = {"text/xml": "xml", "application/hl7-v3+xml": "xml", "application/hl7-cda+xml": "xml"}
_UNKNOWN = ("bin", "application/octet-stream")


def original(data: bytes, claimed: str, title: str, moment: datetime | None) -> Response:
    """The bytes as they were deposited, to be kept as a file; nothing in them runs, whatever they are."""
    extension, content_type = _type(data, claimed)
    response = Response(data, content_type=content_type)
    bare = title.removesuffix(f".{extension}")
    response.headers["Content-Disposition"] = disposition(file_name(bare, moment, extension))
    return sandbox(response)


def picture(data: bytes, media_type: str, tag: str) -> Response:
    """A picture that the portal drew itself; `tag` names its source and size."""
    response = Response(data, content_type=media_type)
    response.set_etag(tag)
    return sandbox(response)


def declared_extension(claimed: str) -> str:
    """How the name of a file of this media type ends; `bin` for whatever might run when it is opened."""
    media_type = claimed.partition(";")[0].strip().lower()
    known = {kind.partition(";")[0]: extension for extension, kind in _TYPES.values()}
    return (known | _PICTURES | _OFFICE | _MORE_XML).get(media_type, _UNKNOWN[0])


def unchanged(tag: str) -> Response | None:
    """The short answer for a browser that has the picture already, else None."""
    if not request.if_none_match.contains(tag):
        return None
    response = Response(status=304)
    response.set_etag(tag)
    return response


def tag(*parts: object) -> str:
    """An entity tag for what these parts describe."""
    return sha256("\0".join(map(str, parts)).encode()).hexdigest()[:32]


def file_name(title: str, moment: datetime | None, extension: str) -> str:
    """`2026-10-27 Title.pdf`: no sign that any system minds, no number that could be a matricule."""
    plain = _DIGITS.sub("", _NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", title).replace("'", "’")))
    words = " ".join(plain.split()).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    day = moment.astimezone(i18n.LUXEMBOURG).date().isoformat() if moment else ""
    return f"{' '.join(part for part in (day, words) if part) or 'document'}.{extension}"


def disposition(name: str) -> str:
    """Content-Disposition with the name twice, plain for old programs and in full (RFC 6266, RFC 8187)."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 .,()+_-]", "", folded)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _type(data: bytes, claimed: str) -> tuple[str, str]:
    kind = sniff(data, claimed)
    if kind is ContentKind.IMAGE and claimed in _PICTURES:
        return _PICTURES[claimed], claimed
    if claimed in _OFFICE and data.startswith(b"PK\x03\x04"):
        return _OFFICE[claimed], claimed
    return _TYPES.get(kind, _UNKNOWN)
