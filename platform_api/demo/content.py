"""A document's content, independent of its format: sections, paragraphs, lists, tables and figures.

The light markup of the text files under `documents/texts`:

* `# Title {11450-4}` opens a section (with its LOINC code), `## Title` a subsection;
* `- item` and `1. item` are lists, `| a | b |` a table whose first row is its head, `Table: …` its caption;
* `![words](hip)` is a figure drawn by `images`; a line that ends with a backslash breaks there;
* `**strong**` and `_emphasis_` as usual; a trailing `{ATC:A10BA02}` on a line, item or cell codes it.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A concept of a code system: `LOINC`, `ATC`, `ICD10` or `SCT`."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words in one style; `"\\n"` alone is a line break."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a paragraph, an item or a cell, perhaps coded."""

    spans: tuple[Span, ...]
    code: Code | None = None

    @property
    def plain(self) -> str:
        """The words without any style."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    words: Words


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Words, ...]
    ordered: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head."""

    caption: str
    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture by its name in `images`, and its text alternative."""

    image: str
    caption: str


Block = Paragraph | Items | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part with its blocks and its subsections."""

    title: str
    code: str | None
    blocks: tuple[Block, ...]
    sections: tuple["Section", ...] = ()


_HEADING = re.compile(r"^(#{1,2}) (.+?)(?:\s*\{([0-9]+-[0-9])\})?$")
_ITEM = re.compile(r"^(-|\d+\.) (.+)$")
_FIGURE = re.compile(r"^!\[(.+)\]\(([a-z-]+)\)$")
_CODE = re.compile(r"\s*\{([A-Z0-9]+):([^}]+)\}\s*$")
_STYLE = re.compile(r"(\*\*.+?\*\*|(?<!\w)_[^_]+_(?!\w)|\n)")


def parse(text: str) -> tuple[Section, ...]:
    """Read the markup; words before the first heading become a section without a title."""
    parts: list[tuple[int, str, str | None, list[str]]] = [(1, "", None, [])]
    for line in text.strip().splitlines():
        heading = _HEADING.match(line)
        if heading:
            parts.append((len(heading[1]), heading[2], heading[3], []))
        else:
            parts[-1][3].append(line)
    sections: list[Section] = []
    for level, title, code, lines in parts:
        section = Section(title, code, tuple(_blocks(lines)))
        if level == 2 and sections:
            parent = sections.pop()
            section = Section(parent.title, parent.code, parent.blocks, (*parent.sections, section))
        if section.title or section.blocks:
            sections.append(section)
    return tuple(sections)


def words(text: str) -> Words:
    """Read the inline markup of one paragraph, item or cell."""
    code = None
    match = _CODE.search(text)
    if match:
        code = Code(match[1], match[2])
        text = text[: match.start()]
    spans = []
    for piece in _STYLE.split(text.strip()):
        if piece.startswith("**"):
            spans.append(Span(piece[2:-2], "strong"))
        elif len(piece) > 2 and piece.startswith("_") and piece.endswith("_"):
            spans.append(Span(piece[1:-1], "emphasis"))
        elif piece:
            spans.append(Span(piece))
    return Words(tuple(spans), code)


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    groups = re.split(r"\n\s*\n", "\n".join(lines).strip())
    for group in groups:
        if group.strip():
            blocks.append(_block(group.strip("\n").split("\n")))
    return blocks


def _block(lines: list[str]) -> Block:
    caption = ""
    if lines[0].startswith("Table: "):
        caption, lines = lines[0].removeprefix("Table: "), lines[1:]
    if lines[0].startswith("|"):
        rows = [tuple(words(cell) for cell in line.strip().strip("|").split("|")) for line in lines]
        return Table(caption, rows[0], tuple(rows[1:]))
    figure = _FIGURE.match(lines[0])
    if figure:
        return Figure(figure[2], figure[1])
    if _ITEM.match(lines[0]):
        return Items(tuple(words(item) for item in _items(lines)), ordered=not lines[0].startswith("-"))
    return Paragraph(words(_join(lines)))


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        match = _ITEM.match(line)
        if match:
            items.append(match[2])
        else:
            items[-1] += " " + line.strip()
    return items


def _join(lines: list[str]) -> str:
    return "".join(line[:-1].rstrip() + "\n" if line.endswith("\\") else line + " " for line in lines)
