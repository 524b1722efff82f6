"""Opening a CDA document for the summary: strangers wrote it, so there is a limit on everything."""

import re
from collections.abc import Iterator

from lxml import etree

from platform_api.cda_xml import V3, Element

LARGEST = 8 * 1024 * 1024
"""Bytes of a document that is read here; a larger one is named, and has to be opened by itself."""
_DEEPEST, _MOST_ELEMENTS, _CHUNK = 100, 120_000, 64 * 1024
_UNSEEN = "\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffc\ufeff\U000e0000-\U000e007f"
_HIDING = re.compile(f"[{_UNSEEN}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}", re.ASCII)
LOINC_OID = "2.16.840.1.113883.6.1"


class Unreadable(Exception):
    """No CDA document with sections, or one that goes beyond the limits."""


def sections_of(data: bytes) -> list[Element]:
    """The sections of the body, each before those inside it; raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable
    try:
        root = _read(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable from error
    if root.tag != f"{{{V3}}}ClinicalDocument":
        raise Unreadable
    found = list(root.iterfind(f"./{{{V3}}}component/{{{V3}}}structuredBody//{{{V3}}}section"))
    if not found:
        raise Unreadable
    return found


def _read(data: bytes) -> Element:
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    depth = elements = 0
    for position in range(0, len(data), _CHUNK):
        parser.feed(data[position : position + _CHUNK])
        for event, element in parser.read_events():
            if not isinstance(element, etree._Element) or _has_doctype(element, elements):
                raise Unreadable
            depth += 1 if event == "start" else -1
            elements += event == "start"
            if depth > _DEEPEST or elements > _MOST_ELEMENTS:
                raise Unreadable
    root: Element = parser.close()
    return root


def _has_doctype(element: Element, before: int) -> bool:
    return before == 0 and element.getroottree().docinfo.internalDTD is not None


def codes_of(section: Element) -> Iterator[tuple[str, str]]:
    """The code of a section and its translations, as (code system's OID, code)."""
    code = child(section, "code")
    if code is not None:
        for one in (code, *children(code, "translation")):
            yield one.get("codeSystem", ""), one.get("code", "")


def loinc_of(section: Element) -> set[str]:
    """The LOINC codes that say what a section is."""
    return {code for system, code in codes_of(section) if system == LOINC_OID}


def name_of(element: Element) -> str:
    """The element's name in CDA's own namespace; an empty text for any other."""
    tag = str(element.tag)
    return tag.rpartition("}")[2] if tag.startswith(f"{{{V3}}}") else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children with one of these names."""
    if element is not None:
        yield from element.iterchildren(*(f"{{{V3}}}{name}" for name in names))


def child(element: Element | None, *path: str) -> Element | None:
    """The first element along this path of names; None as soon as one is missing."""
    for name in path:
        element = next(children(element, name), None)
    return element


def clean(text: str | None) -> str:
    """The text without signs that hide, reverse or garble it."""
    return _HIDING.sub("", text) if text else ""


def line(text: str | None) -> str:
    """The cleaned text on one line."""
    return " ".join(clean(text).split())


def text_of(element: Element | None) -> str:
    """All that stands in it, on one line."""
    return "" if element is None else line(" ".join(str(part) for part in element.itertext()))


def value(element: Element | None, name: str) -> str:
    """An attribute's cleaned value; empty without one."""
    return "" if element is None else line(element.get(name))[:2000]


def language_tag(text: str | None) -> str:
    """The text if it can be a language tag (BCP 47), else an empty text."""
    found = (text or "").strip()
    return found if _TAG.fullmatch(found) else ""
