"""The text of a PDF page as paragraphs, put together from lines and the gaps between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2

from patient_portal.documents.cda_xml import clean

MAX_CHARACTERS = 200_000
GAP = 1.45
"""A step down larger than this many usual ones begins a paragraph."""
FULL_LINE = 0.85
"""A line that ends short of this share of the widest one is the last of its paragraph."""
COLUMN_GAP = 0.85
"""A gap within a line wider than this share of its height parts two columns."""
CELLS_PARTED = " · "
_Box = tuple[float, float, float, float]
_BROKEN_WORD = ("\ufffe", "\x02", "\xad")
_BULLET = re.compile(r"[•‣◦▪·–—*-]\s|\(?\d{1,2}[.)]\s")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page: its words, its height, where it stands and ends, in points along the reading."""

    words: str
    height: float
    down: float
    begin: float
    end: float
    is_row: bool
    """It has gaps as wide as between the columns of a table."""


def page_paragraphs(page: pypdfium2.PdfPage) -> list[str]:
    """The page's paragraphs in the order in which the file writes them, which is how it is read aloud."""
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range(0, min(text_page.count_chars(), MAX_CHARACTERS))
        turned = page.get_rotation() in {90, 270}
        lines = list(_lines(text_page, text, turned=turned))
    finally:
        text_page.close()
    paragraphs = _paragraphs(lines, page.get_width())
    cleaned = (" ".join(clean(one.replace("\ufffe", "")).split()) for one in paragraphs)
    return [one for one in cleaned if one]


def _lines(text_page: pypdfium2.PdfTextPage, text: str, *, turned: bool) -> Iterator[_Line]:
    position = 0
    for part in text.split("\n"):
        words = part.strip()
        if words:
            first = position + part.index(words)
            yield _line(
                words, [_box(text_page, first + number) for number in range(len(words))], turned=turned
            )
        position += len(part) + 1


def _line(words: str, boxes: list[_Box], *, turned: bool) -> _Line:
    """The line put together, the cells of a row parted by a dot."""
    start, end, base, top = (1, 3, 0, 2) if turned else (0, 2, 1, 3)
    height = boxes[0][top] - boxes[0][base]
    cells: list[str] = [""]
    reached = boxes[0][start]
    for character, box in zip(words, boxes, strict=True):
        if not character.isspace():
            if box[start] - reached > COLUMN_GAP * height > 0:
                cells.append("")
            reached = box[end] or reached
        cells[-1] += character
    said = CELLS_PARTED.join(cell.strip() for cell in cells if cell.strip())
    return _Line(
        said, height, boxes[0][base], boxes[0][start], max(box[end] for box in boxes), len(cells) > 1
    )


def _box(text_page: pypdfium2.PdfTextPage, index: int) -> _Box:
    """A character's box (left, bottom, right, top); nothing if PDFium made the character up."""
    try:
        left, bottom, right, top = text_page.get_charbox(index, loose=True)
    except (pypdfium2.PdfiumError, IndexError):
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top


def _paragraphs(lines: list[_Line], page_width: float) -> list[str]:
    steps = [abs(above.down - below.down) for above, below in pairwise(lines)]
    usual = median([step for step in steps if step > 1] or [0.0])
    margin = max((one.end for one in lines), default=0.0)
    full = max(FULL_LINE * margin, page_width / 2)
    paragraphs: list[str] = []
    for number, here in enumerate(lines):
        if paragraphs and paragraphs[-1].endswith(_BROKEN_WORD):
            paragraphs[-1] = paragraphs[-1][:-1] + here.words
            continue
        above = lines[number - 1]
        if number and steps[number - 1] < 0.2 * here.height and here.begin > above.end:
            paragraphs[-1] += CELLS_PARTED + here.words  # PDFium began a new line within a row
            continue
        flows_on = (
            number > 0
            and above.end >= full
            and steps[number - 1] <= max(GAP * usual, 1.0)
            and steps[number - 1] <= 2 * max(here.height, 1.0)
            and abs(here.height - above.height) <= 0.15 * max(here.height, above.height)
            and not (here.is_row or above.is_row or _BULLET.match(here.words))
        )
        if flows_on:
            paragraphs[-1] += " " + here.words
        else:
            paragraphs.append(here.words)
    return paragraphs
