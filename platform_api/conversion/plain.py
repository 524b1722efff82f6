"""Plain text and RTF: the words alone, whatever else the file describes."""

import re

from platform_api.conversion.blocks import Block, Text, cleaned
from platform_api.conversion.limits import MOST_CHARACTERS, NotConvertible
from platform_api.vocabulary import Reason

_WRAPPED_AT = 60
_TOKEN = re.compile(
    rb"\\u(?P<code>-?\d{1,7}) ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+"
)
_UNSEEN = frozenset(
    b"fonttbl colortbl stylesheet info pict object objdata header headerl headerr headerf footer footerl footerr "
    b"footerf themedata datastore listtable listoverridetable rsidtbl generator fldinst xmlnstbl latentstyles "
    b"revtbl filetbl bkmkstart bkmkend".split()
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": " ", b"cell": " · ",
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
_ENCODINGS = frozenset({"cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp437", "cp850"})
_DEEPEST = 500


def plain(data: bytes) -> Text:
    """A text file: UTF-8, UTF-16 with its mark, or else a Latin code page."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise NotConvertible(Reason.UPLOAD_KIND)
    return _as_blocks(text)


def rtf(data: bytes) -> Text:
    """The words of an RTF; pictures and embedded objects in it are left out, and the result says so."""
    words: list[str] = []
    groups: list[tuple[bool, int]] = []
    unseen, fallback, skip, encoding = False, 1, 0, "cp1252"
    size = 0
    for token in _TOKEN.finditer(data):
        said = ""
        if token["brace"] == b"{":
            if len(groups) > _DEEPEST:
                raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
            groups.append((unseen, fallback))
        elif token["brace"] == b"}":
            unseen, fallback = groups.pop() if groups else (unseen, fallback)
        elif token["code"] is not None:
            code = int(token["code"]) & 0xFFFF
            said = "" if 0xD800 <= code < 0xE000 else chr(code)
        elif token["hex"] is not None:
            said = bytes.fromhex(token["hex"].decode()).decode(encoding, "replace")
        elif token["word"] is not None:
            word, number = token["word"], int(token["number"] or 0)
            unseen = unseen or word in _UNSEEN
            said = _SIGNS.get(word, "")
            if word == b"uc":
                fallback = min(max(number, 0), 8)
            elif word == b"ansicpg" and f"cp{number}" in _ENCODINGS:
                encoding = f"cp{number}"
        elif token["symbol"] is not None:
            unseen = unseen or token["symbol"] == b"*"
            said = _SYMBOLS.get(token["symbol"], "")
        elif token["text"] is not None:
            said = token["text"].decode(encoding, "replace")
        if skip and said and token["code"] is None:
            dropped = min(skip, len(said))
            skip, said = skip - dropped, said[dropped:]
        if token["code"] is not None:
            skip = fallback
        if not unseen and said:
            words.append(said)
            size += len(said)
            if size > MOST_CHARACTERS:
                raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
    found = _as_blocks("".join(words))
    found.pictures = b"\\pict" in data or b"\\object" in data
    return found


def _as_blocks(text: str) -> Text:
    """Paragraphs as their writer parted them; lines that a margin wrapped flow again."""
    found = Text()
    text = cleaned(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    for part in re.split(r"\n[ ]*\n\s*", text):
        lines = [line.rstrip() for line in part.split("\n") if line.strip()]
        wrapped = len(lines) > 2 and all(len(line) >= _WRAPPED_AT for line in lines[:-1])
        found.add(Block("text", " ".join(lines) if wrapped else "\n".join(lines)))
    return found.whole()
