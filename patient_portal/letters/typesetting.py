"""From plain values to a tagged PDF: the typst compiler, the letters' own fonts and the QR code."""

import io
import json
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import cast

import pikepdf
import qrcode
import typst
from qrcode.image.svg import SvgPathImage

from patient_portal import paths

TEMPLATES = paths.TEMPLATES / "letters"

_compilers = threading.local()


class NotPrintable(ValueError):
    """typst refused: most often a sign that no letter font has. Never repeats the text, which may be a name."""


def typeset(template: str, data: Mapping[str, object], created: datetime) -> bytes:
    """A PDF/UA-1 and PDF/A-2a from `templates/letters/<template>.typ`; raises NotPrintable.

    The values travel as one JSON string, so that no name is ever read as markup. One compiler is kept for each
    thread and template, because loading the fonts costs ten times a letter; typst frees the interpreter's lock.
    """
    try:
        pdf = _compiler(template).compile(
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            timestamp=int(created.timestamp()),
        )
    except typst.TypstError:
        raise NotPrintable(f"{template}: typst refused the text") from None
    return cast(bytes, pdf)


def typeset_within(
    template: str, data: Mapping[str, object], created: datetime, *, sizes: tuple[float, ...], pages: int
) -> bytes:
    """As `typeset`, in the first of the `sizes` (points, as `base` in the data) that needs no more than `pages`.

    The last size is taken if none is small enough.
    """
    pdf = b""
    for size in sizes:
        pdf = typeset(template, {**data, "base": size}, created)
        if page_count(pdf) <= pages:
            break
    return pdf


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def qr_code(address: str) -> str:
    """The address as a QR code: an SVG drawing with its quiet zone, error correction M (15 %)."""
    picture = qrcode.make(
        address, image_factory=SvgPathImage, error_correction=qrcode.constants.ERROR_CORRECT_M, border=4
    )
    return picture.to_string(encoding="unicode")


def _compiler(template: str) -> typst.Compiler:
    known: dict[str, typst.Compiler] = _compilers.__dict__.setdefault("known", {})
    if template not in known:
        known[template] = typst.Compiler(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=[str(TEMPLATES / "fonts")],
            ignore_system_fonts=True,
        )
    return known[template]
