"""The running text of a rebuilt narrative: where lines end, what is empty, what belongs in a paragraph."""

import re

from lxml import etree

from patient_portal.documents.cda_xml import clean
from patient_portal.documents.content_text import is_only_wrapped

BLOCKS = frozenset(
    ("paragraph", "quote", "preformatted", "list", "table", "picture", "attached", "said", "rule")
)
SPEAKING = frozenset(("picture", "attached", "said", "noteref", "rule", "table"))
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


def add_text(target: etree._Element, text: str | None, *, preserved: bool = False) -> None:
    """Append text; line ends that the writer meant become breaks, those of pretty-printing do not."""
    if not text:
        return
    cleaned = clean(text)
    pieces = cleaned.split("\n") if preserved and target.tag != "preformatted" else _meant_lines(cleaned)
    for number, piece in enumerate(pieces):
        if number:
            etree.SubElement(target, "break")
        _append(target, piece)


def _meant_lines(text: str) -> list[str]:
    """The text at its meant line ends: blank lines, and the lines of a text that comes back to the margin."""
    body = text.strip()
    if "\n" not in body:
        return [text]
    before, after = text[: text.index(body)], text[text.index(body) + len(body) :]
    pieces: list[str] = []
    for block in _BLANK_LINE.split(body):
        if pieces:
            pieces.append("")
        lines = [one for one in block.split("\n") if one.strip()]
        at_margin = any(not one[0].isspace() for one in lines[1:])
        if at_margin and not is_only_wrapped(lines):
            pieces.extend(lines)
        else:
            pieces.append(block)
    pieces[0] = before + pieces[0]
    pieces[-1] += after
    return pieces


def _append(target: etree._Element, text: str) -> None:
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


def is_empty(element: etree._Element) -> bool:
    """Whether a reader would see nothing of it."""
    if any(str(text).strip() for text in element.itertext()):
        return False
    return not any(True for _ in element.iter(*SPEAKING))


def has_blocks(element: etree._Element) -> bool:
    """Whether something inside needs a `div` around it, not a `p` or a `span`."""
    return any(True for _ in element.iterdescendants(*BLOCKS))


def wrap_loose_text(root: etree._Element) -> None:
    """Put text that stands between the paragraphs of a narrative into paragraphs of its own."""
    loose, children = root.text, list(root)
    root.text = None
    for one in children:
        root.remove(one)
    paragraph: etree._Element | None = None
    paragraph = _wrapped(root, paragraph, loose)
    for one in children:
        tail, one.tail = one.tail, None
        if one.tag in BLOCKS or one.get("block"):
            paragraph = None
            root.append(one)
        elif one.tag != "break":
            if paragraph is None:
                paragraph = etree.SubElement(root, "paragraph")
            paragraph.append(one)
        elif paragraph is not None:
            if _ends_in_break(paragraph):
                paragraph.remove(paragraph[-1])
                paragraph = None
            else:
                paragraph.append(one)
        paragraph = _wrapped(root, paragraph, tail)
    for one in root.findall("paragraph"):
        if is_empty(one):
            root.remove(one)
            continue
        if _ends_in_break(one):
            one.remove(one[-1])
        one.text = (one.text or "").lstrip()
        if len(one):
            one[-1].tail = (one[-1].tail or "").rstrip()
        else:
            one.text = one.text.rstrip()


def _wrapped(
    root: etree._Element, paragraph: etree._Element | None, text: str | None
) -> etree._Element | None:
    if text and (paragraph is not None or text.strip()):
        if paragraph is None:
            paragraph = etree.SubElement(root, "paragraph")
        _append(paragraph, text)
    return paragraph


def _ends_in_break(paragraph: etree._Element) -> bool:
    return len(paragraph) > 0 and paragraph[-1].tag == "break" and not (paragraph[-1].tail or "").strip()
