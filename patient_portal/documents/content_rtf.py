"""The words of an RTF file: its text and line ends, none of its objects, pictures or fields."""

import re

from patient_portal.documents.cda_xml import clean
from patient_portal.documents.content_text import MAX_CHARACTERS
from patient_portal.documents.refusals import ContentRefused, RefusalReason

MAX_BYTES = 10_000_000
MAX_GROUPS = 200

_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<end>[\r\n]+)|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_UNSEEN_GROUPS = frozenset(
    b"fonttbl colortbl stylesheet info pict object objdata header headerl headerr headerf footer footerl footerr "
    b"footerf themedata datastore listtable listoverridetable rsidtbl generator fldinst xmlnstbl latentstyles "
    b"revtbl filetbl bkmkstart bkmkend".split()
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"sect": "\n\n", b"page": "\n\n", b"row": "\n", b"tab": "\t", b"cell": "\t",
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"-": "", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}


def rtf_text(data: bytes) -> str:
    """The file's text, paragraphs as lines; ContentRefused if it is no RTF, empty or without measure."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ContentRefused(RefusalReason.NOT_TEXT)
    if len(data) > MAX_BYTES:
        raise ContentRefused(RefusalReason.TOO_LARGE)
    text = _Reader().read(data)
    if not text.strip():
        raise ContentRefused(RefusalReason.EMPTY)
    if len(text) > MAX_CHARACTERS:
        raise ContentRefused(RefusalReason.TOO_LARGE)
    return clean(text)


class _Reader:
    """Walks the tokens with a stack of (is unseen, characters to skip after a \\u)."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._groups: list[tuple[bool, int]] = []
        self._unseen = False
        self._fallback = 1
        self._skip = 0
        self._encoding = "cp1252"

    def read(self, data: bytes) -> str:
        """All text of the file."""
        for token in _TOKEN.finditer(data):
            kind, value = token.lastgroup, token.group(token.lastgroup or 0)
            if kind == "brace":
                self._brace(value)
            elif kind == "hex":
                self._say(bytes.fromhex(value.decode()).decode(self._encoding, "replace"), one_sign=True)
            elif kind in {"word", "number"}:
                self._word(token["word"], int(token["number"] or 0), stated=token["number"] is not None)
            elif kind == "symbol" and value == b"*":
                self._unseen = True
            elif kind == "symbol":
                self._say(_SYMBOLS.get(value, ""), one_sign=True)
            elif kind == "text":
                self._say(value.decode(self._encoding, "replace"))
        return "".join(self._said)

    def _brace(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{":
            if len(self._groups) >= MAX_GROUPS:
                raise ContentRefused(RefusalReason.TOO_DEEP)
            self._groups.append((self._unseen, self._fallback))
        elif self._groups:
            self._unseen, self._fallback = self._groups.pop()

    def _word(self, word: bytes, number: int, *, stated: bool) -> None:
        if word in _UNSEEN_GROUPS:
            self._unseen = True
        elif word == b"u" and stated:
            code = number & 0xFFFF
            self._say(chr(code) if not 0xD800 <= code < 0xE000 else "")
            self._skip = self._fallback
        elif word == b"uc" and stated:
            self._fallback = min(max(number, 0), 8)
        elif word == b"ansicpg":
            self._use(f"cp{number}")
        elif word == b"mac":
            self._use("mac-roman")
        elif word in _SIGNS:
            self._say(_SIGNS[word], one_sign=True)

    def _use(self, encoding: str) -> None:
        if encoding in {"cp1250", "cp1252", "cp1254", "cp437", "cp850", "mac-roman"}:
            self._encoding = encoding

    def _say(self, text: str, *, one_sign: bool = False) -> None:
        if self._skip and text:
            skipped = 1 if one_sign else min(self._skip, len(text))
            self._skip -= skipped
            text = "" if one_sign else text[skipped:]
        if not self._unseen:
            self._said.append(text)
