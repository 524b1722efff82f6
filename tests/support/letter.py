"""A printed letter read back: its words, the code in clear, and what a phone's camera sees in the QR code."""

import re
from pathlib import Path

import pypdfium2
import zxingcpp

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")


def letter_text(pdf: Path | bytes) -> str:
    """The letter's text, page after page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def letter_code(pdf: Path | bytes) -> str:
    """The activation code in clear; an AssertionError when there is not exactly one."""
    found = set(CODE.findall(letter_text(pdf)))
    assert len(found) == 1, f"{len(found)} codes in the letter"
    return str(found.pop())


def letter_qr(pdf: Path | bytes) -> list[str]:
    """What stands in the letter's QR codes, in reading order."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [page.render(scale=3).to_pil() for page in document]
    finally:
        document.close()
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]
