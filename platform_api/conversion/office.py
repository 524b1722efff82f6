"""Word and OpenDocument texts: their words in order, read from the archive's one part that holds them."""

import zipfile
from io import BytesIO

from lxml import etree

from platform_api.conversion.blocks import Block, Text, cleaned
from platform_api.conversion.limits import LARGEST_UNPACKED, LARGEST_XML, MOST_PARTS, NotConvertible
from platform_api.vocabulary import Reason

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODT_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODT_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODT_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_HEADINGS = ("heading", "titre", "berschrift", "title", "iwwerschr")
_DEEPEST = 200


def docx(data: bytes) -> Text:
    """The words of a .docx."""
    root = _part(data, "word/document.xml")
    found = Text(pictures=any(_local(one) in ("drawing", "pict") for one in root.iter()))
    body = root.find(f"{_W}body")
    for child in body if body is not None else ():
        if child.tag == f"{_W}tbl":
            rows = tuple(tuple(_words(cell) for cell in row.iter(f"{_W}tc")) for row in child.iter(f"{_W}tr"))
            found.add(Block("table", rows=rows))
            continue
        for paragraph in child.iter(f"{_W}p"):
            found.add(_paragraph(paragraph))
    return found.whole()


def odt(data: bytes) -> Text:
    """The words of an .odt."""
    root = _part(data, "content.xml")
    found = Text(pictures=any(_local(one) == "image" for one in root.iter()))
    body = root.find(f"{_ODT_OFFICE}body/{_ODT_OFFICE}text")
    for child in body if body is not None else ():
        _odt_block(found, child, 0)
    return found.whole()


def _odt_block(found: Text, element: etree._Element, depth: int) -> None:
    if depth > _DEEPEST:
        raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
    if element.tag == f"{_ODT_TEXT}h":
        found.add(Block("heading", _odt_words(element)))
    elif element.tag == f"{_ODT_TEXT}p":
        found.add(Block("text", _odt_words(element)))
    elif element.tag == f"{_ODT_TEXT}list":
        for paragraph in element.iter(f"{_ODT_TEXT}p", f"{_ODT_TEXT}h"):
            found.add(Block("item", _odt_words(paragraph)))
    elif element.tag == f"{_ODT_TABLE}table":
        rows = tuple(
            tuple(
                "\n".join(_odt_words(one) for one in cell.iter(f"{_ODT_TEXT}p"))
                for cell in row.iter(f"{_ODT_TABLE}table-cell")
            )
            for row in element.iter(f"{_ODT_TABLE}table-row")
        )
        found.add(Block("table", rows=rows))
    else:
        for child in element:
            _odt_block(found, child, depth + 1)


def _paragraph(paragraph: etree._Element) -> Block:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = (style.get(f"{_W}val") or "").lower() if style is not None else ""
    if any(word in name for word in _HEADINGS):
        return Block("heading", _words(paragraph))
    if paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
        return Block("item", _words(paragraph))
    return Block("text", _words(paragraph))


def _words(element: etree._Element) -> str:
    """The words as they stand: what was struck out in tracked changes is not among them."""
    said: list[str] = []
    for one in element.iter():
        if one.tag == f"{_W}t":
            said.append(one.text or "")
        elif one.tag in (f"{_W}br", f"{_W}cr"):
            said.append("\n")
        elif one.tag == f"{_W}tab":
            said.append("\t")
        elif one.tag == f"{_W}p" and said and not said[-1].endswith("\n"):
            said.append("\n")
    return cleaned("".join(said)).strip()


def _odt_words(element: etree._Element) -> str:
    said: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            said.append(one.text or "")
            if one.tag == f"{_ODT_TEXT}line-break":
                said.append("\n")
            elif one.tag in (f"{_ODT_TEXT}tab", f"{_ODT_TEXT}s"):
                said.append(" ")
        elif one is not element:
            said.append(one.tail or "")
    return cleaned("".join(said)).strip()


def _part(data: bytes, name: str) -> etree._Element:
    """One part as XML; the archive is measured before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
            if any(part.flag_bits & 0x1 for part in parts):
                raise NotConvertible(Reason.UPLOAD_LOCKED)
            with archive.open(name) as file:
                content = file.read(LARGEST_XML + 1)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        raise NotConvertible(Reason.UPLOAD_DAMAGED) from None
    if len(content) > LARGEST_XML:
        raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NotConvertible(Reason.UPLOAD_DAMAGED) from None
    if (
        root.getroottree().docinfo.internalDTD is not None
    ):  # no Office text has one: in whatever coding, wherever it stands
        raise NotConvertible(Reason.UPLOAD_DISGUISED)
    return root


def _local(element: etree._Element) -> str:
    tag: object = element.tag  # of a comment it is a function
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
