"""Plain text as paragraphs: what its writer separated stays separated, what was only wrapped flows again."""

import re

from markupsafe import Markup, escape

from patient_portal.documents.cda_xml import clean
from patient_portal.documents.refusals import ContentRefused, RefusalReason

MAX_CHARACTERS = 2_000_000
WRAPPED_AT = 55
_COLUMNS = re.compile(r"\S(?: {3,}|\t+)\S")


def read_text(data: bytes) -> str:
    """The file's text: UTF-8, UTF-16 with a mark, or else windows-1252; ContentRefused if it is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("windows-1252", "replace")
    if "\x00" in text:
        raise ContentRefused(RefusalReason.NOT_TEXT)
    if len(text) > MAX_CHARACTERS:
        raise ContentRefused(RefusalReason.TOO_LARGE)
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    if not text.strip():
        raise ContentRefused(RefusalReason.EMPTY)
    return text


def text_html(text: str) -> Markup:
    """The text as `<p>`; text laid out in columns keeps its layout in a `<pre class="doc-pre">`."""
    blocks = re.split(r"\n[ \t]*\n\s*", text.expandtabs(8).strip("\n"))
    return Markup("").join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> Markup:
    lines = block.split("\n")
    if len(lines) > 1 and sum(1 for line in lines if _COLUMNS.search(line)) > 1:
        return Markup('<pre class="doc-pre" tabindex="0">{}</pre>').format(block.strip("\n"))
    lines = [line.strip() for line in lines]
    between = Markup(" ") if is_only_wrapped(lines) else Markup("<br>")
    return Markup("<p>{}</p>").format(between.join(escape(line) for line in lines))


def is_only_wrapped(lines: list[str]) -> bool:
    """Whether the line ends come from a margin, not from the writer: all lines but the last are long."""
    return len(lines) > 2 and all(len(line.strip()) >= WRAPPED_AT for line in lines[:-1])
