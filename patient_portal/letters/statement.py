"""The holder's own statement as a PDF: the same parts as on the page, for paper and for whoever reads no CDA."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from patient_portal.letters.data import one_line
from patient_portal.letters.typesetting import typeset

_BASE = 11.0
_MISSING = "[…]"
_LETTERS = (
    "\u0020-\u007e\u00a0-\u00ac\u00ae-\u00b4\u00b6-\u0107\u010a-\u0113\u0116-\u011b\u011e-\u0123\u0126-\u0127"
    "\u012a-\u012b\u012e-\u0133\u0136-\u0137\u0139-\u013e\u0141-\u0148\u0150-\u0155\u0158-\u015b\u015e-\u0165"
    "\u016a-\u016b\u016e-\u017e\u0218-\u021b\u1e80-\u1e85\u1e9e\u1ef2-\u1ef3\u2009\u2010-\u2011\u2013-\u2014"
    "\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u202f\u2039-\u203a\u20ac\u2122\u2212"
)
"""The signs that both cuts of the letters' font have (read from their cmap tables)."""
_NOT_PRINTABLE = re.compile(f"[^{_LETTERS}]+")
_AS_PRINTED = str.maketrans({"\u2003": " ", "\u2002": " ", "\u2012": "–", "\u2015": "—", "\u00ad": ""})


class BlockLike(Protocol):
    """Some lines of a part."""

    @property
    def kind(self) -> str: ...
    @property
    def lines(self) -> tuple[str, ...]: ...
    @property
    def language(self) -> str: ...
    @property
    def label(self) -> str: ...


class PartLike(Protocol):
    """A part with its heading."""

    @property
    def title(self) -> str: ...
    @property
    def blocks(self) -> Sequence[BlockLike]: ...


def statement_pdf(
    *,
    title: str,
    holder: str,
    parts: Sequence[PartLike],
    about: tuple[str, str],
    missing_signs: str,
    locale: str,
    language: str,
    moment: datetime,
    page: str,
    day: tuple[str, str],
) -> bytes:
    """The statement as a PDF/UA-1 and PDF/A-2a, as many pages as it needs.

    Emoji and scripts that the letters' font lacks stand as `[…]`, and `missing_signs` says so. Raises NotPrintable.
    """
    texts = [line for part in parts for block in part.blocks for line in (*block.lines, block.label)]
    lacking = any(_NOT_PRINTABLE.search(_joined(text)) for text in (*texts, holder))
    content = {
        "locale": locale,
        "base": _BASE,
        "sender": "DSP",
        "document_title": title,
        "title": title,
        "holder": _printed(holder),
        "page": page,
        "turn_over": "",
        "reference_label": day[0],
        "reference": day[1],
        "parts": [
            {"title": part.title, "blocks": [_block(block, language) for block in part.blocks]}
            for part in parts
        ],
        "about": {"title": about[0], "text": _printed(about[1])},
        "missing_signs": missing_signs if lacking else "",
    }
    return typeset("statement", content, moment)


def _block(block: BlockLike, language: str) -> dict[str, object]:
    return {
        "kind": block.kind,
        "lines": [_printed(line) for line in block.lines],
        "label": block.label,
        "lang": block.language or language,
    }


def _printed(text: str) -> str:
    return one_line(_NOT_PRINTABLE.sub(_MISSING, _joined(text)))


def _joined(text: str) -> str:
    return " ".join(text.translate(_AS_PRINTED).split())
