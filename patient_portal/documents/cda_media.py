"""Files carried inside a CDA: decoded, sniffed, pictures drawn anew; nothing is ever fetched."""

import base64
import binascii
import re
import zlib
from dataclasses import dataclass

from lxml import etree

from patient_portal.documents.cda_types import Attachment
from patient_portal.documents.cda_xml import HL7, attribute, child, line, text_of
from patient_portal.documents.content import ContentKind, sniff
from patient_portal.documents.images import image_preview
from patient_portal.documents.refusals import ContentRefused

MAX_PICTURE_SIDE = 1200
MAX_PICTURES_BYTES = 6_000_000
"""All pictures of a document together, as they stand in the page; further ones become attachments."""
MAX_INFLATED = 20_000_000
_WINDOW_BITS = {"DF": -15, "ZL": 15, "GZ": 31}
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for `src`, sizes in pixels."""

    src: str
    width: int
    height: int


def carried_bytes(value: etree._Element) -> bytes:
    """The bytes of an ED element (base64 or plain text, maybe compressed); b'' if there are none to be had."""
    written = "".join(str(piece) for piece in value.itertext())
    if value.get("representation", "").upper() != "B64":
        return written.strip().encode()
    compact = _SPACES.sub("", written)
    try:
        data = base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
    bits = _WINDOW_BITS.get(value.get("compression", ""))
    if bits is None:
        return data
    try:
        inflater = zlib.decompressobj(bits)
        plain = inflater.decompress(data, MAX_INFLATED)
    except zlib.error:
        return b""
    return plain if inflater.eof else b""


class Media:
    """The document's embedded files: each decoded once, each shown as a picture or listed as attachment."""

    def __init__(self, root: etree._Element, prefix: str) -> None:
        self._prefix = prefix
        self._room = MAX_PICTURES_BYTES
        self._by_id: dict[str, etree._Element] = {}
        self._done: dict[etree._Element, Picture | Attachment | None] = {}
        self.attachments: list[Attachment] = []
        for name in ("observationMedia", "regionOfInterest"):
            for element in root.iter(f"{{{HL7}}}{name}"):
                if identity := element.get("ID"):
                    self._by_id.setdefault(identity, element)

    def named(self, identity: str) -> Picture | Attachment | None:
        """What `referencedObject` means; None if it is missing, elsewhere, broken or not to be shown."""
        element = self._by_id.get(identity)
        return self.of(element) if element is not None else None

    def of(self, element: etree._Element) -> Picture | Attachment | None:
        """The file of an observationMedia, or of the one inside a regionOfInterest."""
        if element.tag != f"{{{HL7}}}observationMedia":
            inner = next(element.iter(f"{{{HL7}}}observationMedia"), None)
            return self.of(inner) if inner is not None else None
        if element not in self._done:
            value = child(element, "value")
            title = text_of(child(element, "text")) or attribute(child(element, "code"), "displayName")
            self._done[element] = self.file(value, title) if value is not None else None
        return self._done[element]

    def was_shown(self, element: etree._Element) -> bool:
        """Whether the narrative has already taken this observationMedia up."""
        return element in self._done

    def file(self, value: etree._Element, title: str = "") -> Picture | Attachment | None:
        """The file in an ED element; a new attachment is listed once."""
        data = carried_bytes(value)
        claimed = line(value.get("mediaType"))
        kind = sniff(data, claimed) if data else ContentKind.UNKNOWN
        if kind is ContentKind.IMAGE:
            return self._picture(data) or self._attach(kind, claimed, title, data)
        if kind in {ContentKind.PDF, ContentKind.DICOM, ContentKind.RTF, ContentKind.CDA}:
            return self._attach(kind, claimed, title, data)
        if kind is ContentKind.TEXT and value.get("representation", "").upper() == "B64":
            return self._attach(kind, claimed, title, data)
        return None

    def _picture(self, data: bytes) -> Picture | None:
        try:
            preview = image_preview(data, MAX_PICTURE_SIDE)
        except ContentRefused:
            return None
        src = f"data:{preview.media_type};base64,{base64.b64encode(preview.data).decode()}"
        if len(src) > self._room:
            return None
        self._room -= len(src)
        return Picture(src, preview.width, preview.height)

    def _attach(self, kind: ContentKind, claimed: str, title: str, data: bytes) -> Attachment:
        attachment = Attachment(
            f"{self._prefix}-file-{len(self.attachments) + 1}", kind.value, claimed, title, data
        )
        self.attachments.append(attachment)
        return attachment


def data_picture(src: str, media: Media) -> Picture | None:
    """The picture in a `data:` address that raw HTML carries; drawn anew, None for every other address."""
    head, comma, body = src.strip().partition(",")
    if not comma or not head.lower().startswith("data:image/") or ";base64" not in head.lower():
        return None
    value = etree.Element("value", representation="B64", mediaType=head[5:].partition(";")[0])
    value.text = body
    found = media.file(value)
    return found if isinstance(found, Picture) else None
