"""The running text of a rebuilt narrative: where lines end, what is empty, what belongs in a paragraph."""

import re

from lxml import etree

from patient_portal.documents.cda_xml import clean
from patient_portal.documents.content_text import is_only_wrapped

BLOCKS = frozenset(
    ("paragraph", "quote", "preformatted", "list", "table", "picture", "attached", "said", "rule")
)
SPEAKING = frozenset(("picture", "attached", "said", "noteref", "rule", "table"))
MAX_LINES = 20_000
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


def add_text(target: etree._Element, text: str | None, *, preserved: bool = False) -> None:
    """Append text; line ends that the writer meant become breaks, those of pretty-printing do not."""
    if not text:
        return
    cleaned = clean(text)
    pieces = cleaned.split("\n") if preserved and target.tag != "preformatted" else _meant_lines(cleaned)
    if len(pieces) > MAX_LINES:
        pieces = [cleaned]
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
    last = last_child(target)
    if last is None:
        target.text = (target.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def last_child(element: etree._Element) -> etree._Element | None:
    """The last child; without counting them all, which makes long texts slow."""
    return next(element.iterchildren(reversed=True), None)


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
            if (end := _break_at_end(paragraph)) is not None:
                paragraph.remove(end)
                paragraph = None
            else:
                paragraph.append(one)
        paragraph = _wrapped(root, paragraph, tail)
    for one in root.findall("paragraph"):
        if is_empty(one):
            root.remove(one)
            continue
        if (end := _break_at_end(one)) is not None:
            one.remove(end)
        one.text = (one.text or "").lstrip()
        last = last_child(one)
        if last is None:
            one.text = one.text.rstrip()
        else:
            last.tail = (last.tail or "").rstrip()


def _wrapped(
    root: etree._Element, paragraph: etree._Element | None, text: str | None
) -> etree._Element | None:
    if text and (paragraph is not None or text.strip()):
        if paragraph is None:
            paragraph = etree.SubElement(root, "paragraph")
        _append(paragraph, text)
    return paragraph


def _break_at_end(paragraph: etree._Element) -> etree._Element | None:
    last = last_child(paragraph)
    return last if last is not None and last.tag == "break" and not (last.tail or "").strip() else None
