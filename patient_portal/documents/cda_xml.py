"""Opening XML that strangers wrote: no document type, no entities, no network, and a limit on everything."""

import re
from collections.abc import Iterator

from lxml import etree

from patient_portal.documents.refusals import ContentRefused, RefusalReason

HL7 = "urn:hl7-org:v3"
MAX_BYTES = 20_000_000
MAX_DEPTH = 120
MAX_ELEMENTS = 300_000
CHUNK = 64 * 1024
FIRST_CHUNK = 2048

_RESOURCE_LIMIT = 114
_BAD_BYTES = {32, 65, 81}
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DECLARED_UTF16 = re.compile(rb"""^<\?xml[^>]{0,100}encoding\s*=\s*["']utf-?16""", re.IGNORECASE)

# Embeddings, overrides, isolates, interlinear annotations, tags, the object mark: they hide or reorder text.
_UNSEEN = "\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffc\ufeff\u2028\u2029\U000e0000-\U000e007f"
UNSEEN_CHARACTERS = re.compile(f"[{_UNSEEN}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
HIDING_CHARACTERS = re.compile("[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0001-\U000e007f]")
"""Those of them that a reader should be told of: they can make a text say something else."""
_AS_SPACE = {"\u2028", "\u2029", "\x0b", "\x0c", "\x85"}

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}", re.ASCII)
_TWO_LETTERS = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "ltz": "lb", "por": "pt", "ita": "it",
    "nld": "nl", "dut": "nl", "spa": "es",
}  # fmt: skip


def parse_xml(data: bytes) -> tuple[etree._Element, bool]:
    """The root element, and whether the encoding had to be guessed; ContentRefused for everything unfit.

    Reads in pieces, so that a document type, a deep or an endless file is left before it costs anything.
    """
    if len(data) > MAX_BYTES:
        raise ContentRefused(RefusalReason.TOO_LARGE)
    data = data.lstrip(b" \t\r\n")
    try:
        return _read(data, None), False
    except etree.XMLSyntaxError as problem:
        if _code(problem) not in _BAD_BYTES:
            raise ContentRefused(_reason(problem, data)) from None
    # Bytes that belie their declaration: Western European systems mean windows-1252 then, by far mostly.
    encoding = "utf-8" if _DECLARED_UTF16.match(data) else "windows-1252"
    try:
        return _read(data, encoding), True
    except etree.XMLSyntaxError as problem:
        raise ContentRefused(_reason(problem, data)) from None


def _read(data: bytes, encoding: str | None) -> etree._Element:
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    depth = elements = position = 0
    while position < len(data):
        size = FIRST_CHUNK if elements == 0 else CHUNK
        parser.feed(data[position : position + size])
        position += size
        for event, element in parser.read_events():
            if event == "end":
                depth -= 1
                continue
            if elements == 0 and _has_doctype(element):
                raise ContentRefused(RefusalReason.HAS_DOCTYPE)
            depth += 1
            elements += 1
            if depth > MAX_DEPTH:
                raise ContentRefused(RefusalReason.TOO_DEEP)
            if elements > MAX_ELEMENTS:
                raise ContentRefused(RefusalReason.TOO_LARGE)
    root: etree._Element = parser.close()
    return root


def _has_doctype(element: object) -> bool:
    return isinstance(element, etree._Element) and element.getroottree().docinfo.internalDTD is not None


def _code(problem: etree.XMLSyntaxError) -> int:
    """libxml2's number for the problem; the stubs do not know that lxml carries it."""
    return int(getattr(problem, "code", 0))


def _reason(problem: etree.XMLSyntaxError, data: bytes) -> RefusalReason:
    if b"<!DOCTYPE" in data[: 16 * FIRST_CHUNK]:
        return RefusalReason.HAS_DOCTYPE
    if _code(problem) == _RESOURCE_LIMIT:
        return RefusalReason.TOO_DEEP if "depth" in str(problem) else RefusalReason.TOO_LARGE
    return RefusalReason.DAMAGED if b"ClinicalDocument" in data[: 16 * FIRST_CHUNK] else RefusalReason.NOT_XML


def clean(text: str | None) -> str:
    """The text without characters that hide, reverse or garble; C1 bytes become what windows-1252 means."""
    return UNSEEN_CHARACTERS.sub(_visible, text) if text else ""


def _visible(found: re.Match[str]) -> str:
    character = found.group()
    if character in _AS_SPACE:
        return " "
    if "\x80" <= character <= "\x9f":
        return character.encode("latin-1").decode("windows-1252", "ignore")
    return ""


def line(text: str | None) -> str:
    """Cleaned text on one line, spaces made single."""
    return " ".join(clean(text).split())


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Child elements of CDA's namespace with one of these names."""
    if element is not None:
        yield from element.iterchildren(*(f"{{{HL7}}}{name}" for name in names))


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element along the path of child names; None as soon as one is missing."""
    for name in path:
        if element is None:
            return None
        element = element.find(f"{{{HL7}}}{name}")
    return element


def text_of(element: etree._Element | None) -> str:
    """All the text inside, on one line."""
    if element is None:
        return ""
    return line("".join(str(piece) for piece in element.itertext()))


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute's cleaned value; '' if there is none."""
    return "" if element is None else line(element.get(name))


def language_of(element: etree._Element | None) -> str:
    """The language stated by `xml:lang` or the `language` attribute that some profiles use."""
    if element is None:
        return ""
    return language_tag(element.get(_XML_LANGUAGE) or element.get("language") or "")


def language_tag(text: str) -> str:
    """A BCP 47 tag for the `lang` attribute; our neighbours' three-letter codes shortened; '' if unusable."""
    text = text.strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(text):
        return ""
    first, dash, rest = text.partition("-")
    first = first.lower()
    return _TWO_LETTERS.get(first, first) + dash + rest
