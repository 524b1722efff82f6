"""What bytes really are, told from the bytes; what the sender calls them decides nothing that matters."""

import re
from enum import StrEnum

from patient_portal.documents.images import looks_like_dicom

HEAD = 64 * 1024


class ContentKind(StrEnum):
    """Which reader a file is for; UNKNOWN, XML and HTML are never shown, only handed over as they are."""

    CDA = "cda"
    PDF = "pdf"
    IMAGE = "image"
    DICOM = "dicom"
    TEXT = "text"
    RTF = "rtf"
    FHIR_JSON = "fhir_json"
    FHIR_XML = "fhir_xml"
    HTML = "html"
    XML = "xml"
    UNKNOWN = "unknown"


_IMAGE_MARKS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
)
_FIRST_TAG = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)([^>]*)")
_BEFORE_FIRST_TAG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(
    r"<!DOCTYPE\s+([\w:.-]{1,80})(?=[\s\[>])[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML_TAGS = {
    "html",
    "head",
    "body",
    "script",
    "iframe",
    "svg",
    "div",
    "p",
    "table",
    "meta",
    "title",
    "style",
}


def sniff(data: bytes, claimed: str = "") -> ContentKind:
    """The kind that the first bytes show; `claimed` (a media type) only tells plain text from a broken file.

    Something that is said to be XML and is plain text is given to the CDA reader, whose refusal is clear.
    """
    if looks_like_dicom(data):
        return ContentKind.DICOM
    if data.startswith(_IMAGE_MARKS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return ContentKind.IMAGE
    start = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if start.startswith(b"%PDF-"):
        return ContentKind.PDF
    if start.startswith(b"{\\rtf"):
        return ContentKind.RTF
    text = _head_as_text(data[:HEAD])
    if text is None or not text.strip():
        return ContentKind.UNKNOWN
    media_type = claimed.partition(";")[0].strip().lower()
    if text.lstrip().startswith("<"):
        return _markup(text.lstrip())
    if text.lstrip().startswith("{") and '"resourceType"' in text:
        return ContentKind.FHIR_JSON
    if media_type.endswith("xml"):
        return ContentKind.CDA
    if media_type in {"", "application/octet-stream"} or media_type.startswith("text/"):
        return ContentKind.TEXT
    return ContentKind.UNKNOWN


def _markup(text: str) -> ContentKind:
    position = 0
    while found := _BEFORE_FIRST_TAG.match(text, position) or _DOCTYPE.match(text, position):
        position = found.end()
    tag = _FIRST_TAG.match(text, position)
    if tag is None:
        return ContentKind.XML
    name, rest = tag.groups()
    if name == "ClinicalDocument":
        return ContentKind.CDA
    if name == "Bundle" and "http://hl7.org/fhir" in rest:
        return ContentKind.FHIR_XML
    return ContentKind.HTML if name.lower() in _HTML_TAGS else ContentKind.XML


def _head_as_text(head: bytes) -> str | None:
    """The head decoded, or None if it is binary."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    if head.startswith((b"<\x00", b"\x00<")):
        return head.decode("utf-16-le" if head[1] == 0 else "utf-16-be", "ignore")
    text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return None if _CONTROL.search(text) else text
