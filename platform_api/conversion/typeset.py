"""Text as a page: PDF/A-2a and PDF/UA-1, set by typst with the fonts that it carries itself."""

import json
import re
from importlib.resources import as_file, files

import typst

from platform_api.conversion.blocks import Text
from platform_api.conversion.limits import NotConvertible
from platform_api.vocabulary import Reason

_MISSING = "[…]"
_SURE = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u017f\u0192\u0218-\u021b\u0370-\u03ff\u0400-\u045f\u1e80-\u1e85\u1e9e\u1ef2\u1ef3"
    "\u2002-\u200a\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u202f\u2032\u2033\u2039\u203a\u20ac\u2122"
    "\u2190-\u2193\u2212\u2260\u2264\u2265]+"
)
"""The signs that the font surely has: Latin, Greek, Cyrillic, what laboratories print."""


def typeset(text: Text, title: str, language: str, moment: int) -> tuple[bytes, bool]:
    """The pages, and whether signs are missing in them that no font here has (`[…]` stands for them)."""
    for lacking in (False, True):
        try:
            return _set(text, title, language, moment, lacking=lacking), lacking
        except typst.TypstError:
            continue
    raise NotConvertible(Reason.UPLOAD_DAMAGED)


def _set(text: Text, title: str, language: str, moment: int, *, lacking: bool) -> bytes:
    def said(words: str) -> str:
        return _SURE.sub(_MISSING, words) if lacking else words

    blocks = [
        {"kind": one.kind, "text": said(one.text), "rows": [[said(cell) for cell in row] for row in one.rows]}
        for one in text.blocks
    ]
    data = {"title": said(title), "language": language, "blocks": blocks}
    with as_file(files("platform_api.conversion").joinpath("text.typ")) as template:
        compiler = typst.Compiler(str(template), ignore_system_fonts=True)
        pdf = compiler.compile(
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            timestamp=moment,
        )
    if not isinstance(pdf, bytes):
        raise NotConvertible(Reason.UPLOAD_DAMAGED)
    return pdf
