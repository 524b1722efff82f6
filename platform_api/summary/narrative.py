"""The narrative of a CDA section as XHTML of FHIR: known elements only, no attribute of the source but spans.

What is marked as deleted stays away; an unknown element leaves its words; nothing links, loads or runs.
"""

import re
from collections.abc import Iterator

from lxml import etree

from platform_api.cda_xml import Element
from platform_api.summary.cda import child, children, clean, language_tag, name_of, text_of

XHTML = "http://www.w3.org/1999/xhtml"
LONGEST = 40_000
"""Characters of one section of one document; a longer one is named, not cut: half a list reads like a whole one."""
_AS = {
    "paragraph": "p",
    "item": "li",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tfoot": "tfoot",
    "tr": "tr",
    "th": "th",
    "td": "td",
    "br": "br",
    "sub": "sub",
    "sup": "sup",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SPACES = re.compile(r"[ \t\n\r]+")
_STYLES = {"bold": "b", "italics": "i", "emphasis": "i"}
_NEVER = frozenset({"script", "style", "iframe", "object", "embed", "svg", "observationMedia"})


class TooLong(Exception):
    """More than is repeated in a summary."""


def element(name: str, text: str = "", **attributes: str) -> Element:
    """An element of XHTML."""
    made = etree.Element(f"{{{XHTML}}}{name}", attributes, nsmap={None: XHTML})  # type: ignore[dict-item]  # the stubs know no default namespace
    made.text = clean(text) or None
    return made


def heading(text: str) -> Element:
    """A line in bold: FHIR's narrative has no outline of its own."""
    made = element("p")
    made.append(element("b", text))
    return made


def written(div: Element) -> str:
    """The element as the text that `Narrative.div` holds."""
    return etree.tostring(div, encoding="unicode", with_tail=False)


def narrative(section: Element, language: str) -> Element | None:
    """The section's own text in its language; None when it says nothing. Raises TooLong."""
    text = child(section, "text")
    words = text_of(text)
    if text is None or not words:
        return None
    if len(words) > LONGEST:
        raise TooLong
    tag = language_tag(text.get("language") or text.get(_LANGUAGE)) or language
    block = element("div", lang=tag) if tag else element("div")
    if tag:
        block.set(_LANGUAGE, tag)
    _fill(block, text)
    return block


def _fill(target: Element, source: Element) -> None:
    _say(target, source.text)
    for one in source:
        _copy(target, one)
        _say(target, one.tail)


def _copy(target: Element, source: Element) -> None:
    plain = str(source.tag).rpartition("}")[2]
    if plain in _NEVER or source.get("revised", "").lower() == "delete":
        return
    made = _made(source, target)
    target.append(made)
    if not made.tag.endswith("}br"):
        _fill(made, source)


def _made(source: Element, target: Element) -> Element:
    name = name_of(source)
    if name == "list":
        return element("ol" if source.get("listType") == "ordered" else "ul")
    if name == "caption":
        return element("caption" if target.tag.endswith("}table") else "b")
    if name in _AS:
        made = element(_AS[name])
        for spans in ("colspan", "rowspan") if name in ("td", "th") else ():
            if (number := source.get(spans, "")).isascii() and number.isdigit() and 1 < int(number[:4]) < 100:
                made.set(spans, number)
        return made
    style = next(
        (_STYLES[one] for one in source.get("styleCode", "").lower().split() if one in _STYLES), "span"
    )
    return element(style if name == "content" else "span")


def _say(target: Element, text: str | None) -> None:
    words = _SPACES.sub(" ", clean(text))
    if not words:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + words
    else:
        target.text = (target.text or "") + words


def referenced(section: Element) -> dict[str, str]:
    """What stands at each identifier of the narrative: entries refer there (`#n1`)."""
    return {one.get("ID", ""): text_of(one) for one in _identified(section)}


def _identified(section: Element) -> Iterator[Element]:
    for text in children(section, "text"):
        yield from (one for one in text.iter() if one.get("ID"))
