"""The text of an Office file as blocks: what the page that is made of it can hold, and nothing else."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from platform_api.conversion.limits import MOST_CHARACTERS, NotConvertible
from platform_api.vocabulary import Reason

_NOT_SHOWN = re.compile("[\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an entry of a list, or the rows of a table."""

    kind: Literal["heading", "text", "item", "table"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class Text:
    """All blocks of a file; `pictures` tells that it holds some, which the text cannot carry."""

    blocks: list[Block] = field(default_factory=list)
    pictures: bool = False
    _size: int = 0

    def add(self, block: Block) -> None:
        """One more; raises NotConvertible when it becomes endless."""
        self._size += len(block.text) + sum(len(cell) for row in block.rows for cell in row)
        if self._size > MOST_CHARACTERS:
            raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
        if block.text.strip() or any(cell.strip() for row in block.rows for cell in row):
            self.blocks.append(block)

    def whole(self) -> "Text":
        """Itself; raises NotConvertible where there is nothing to read."""
        if not self.blocks:
            raise NotConvertible(Reason.CONTENT_EMPTY)
        return self


def cleaned(text: str) -> str:
    """Composed letters, no sign that hides or turns text."""
    composed = _NOT_SHOWN.sub("", unicodedata.normalize("NFC", text))
    return "".join(
        " " if sign.isspace() and sign != "\n" else sign
        for sign in composed
        if sign.isprintable() or sign.isspace()
    )
