"""A language in which every phrase of the catalogues stands between ⟦ and ⟧, to find the words that stand in none."""

import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from lxml.html import HtmlElement

from tests.support.catalogues import extracted
from tests.support.tree import LANGUAGES

OPEN, CLOSE = "⟦", "⟧"
LETTERS = re.compile(r"[^\W\d_]{2,}")
SAID_ALOUD = ("alt", "title", "aria-label", "aria-description", "placeholder")
ADDRESSES = re.compile(r"\S+@\S+|https?://\S+|\b[0-9a-f]{12,32}\b")
MONTHS = "January February March April May June July August September October November December".split()
DATES = re.compile(
    rf"\b\d{{1,2}} ({'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)}|Sept)\.? \d{{4}}\b"
)
NO_WORDS = {"DSP", "PDF", "QR", "kB", "MB", "Dr"}


def write_catalogues(folder: Path) -> Path:
    """The same catalogue under the four languages' names; returns the folder, for `Settings.translations`."""
    for language in LANGUAGES:
        catalogue = Catalog(locale=language, fuzzy=False)
        for context, forms in extracted():
            words = tuple(f"{OPEN}{form}{CLOSE}" for form in forms)
            catalogue.add(
                forms[0] if len(forms) == 1 else forms,
                string=words[0] if len(words) == 1 else words,
                context=context,
            )
        target = folder / language / "LC_MESSAGES" / "messages.po"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as stream:
            write_po(stream, catalogue)
        with target.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogue)
    return folder


def words_outside(tree: HtmlElement, data: Iterable[str] = ()) -> list[str]:
    """Visible and spoken texts that no catalogue gave and that are not marked as data.

    Data is what stands under `translate="no"` or `data-content`, in a `<time>`, or in another language than the
    page's, and whatever equals one of `data`.
    """
    known = {" ".join(value.split()) for value in data}
    known |= {
        " ".join(title.text_content().split()) for title in tree.xpath("//*[@data-testid='document-title']")
    }
    found: list[str] = []
    _walk(tree, 0, False, found, known)
    for attribute in SAID_ALOUD:
        for element in tree.xpath(f"//body//*[@{attribute}]"):
            if not _is_data(element) and not any(_is_data(parent) for parent in element.iterancestors()):
                _judge(_outside(element.get(attribute)), found, known)
    title = tree.xpath("string(//head/title)")
    _judge(_outside(title), found, known)
    return found


def _walk(element: HtmlElement, depth: int, quoted: bool, found: list[str], known: set[str]) -> int:
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "template", "head"):
        return depth
    quoted = quoted or _is_data(element)
    depth = _take(element.text, depth, quoted, found, known)
    for child in element:
        depth = _walk(child, depth, quoted, found, known)
        depth = _take(child.tail, depth, quoted, found, known)
    return depth


def _take(text: str | None, depth: int, quoted: bool, found: list[str], known: set[str]) -> int:
    outside = []
    for part in re.split(f"([{OPEN}{CLOSE}])", text or ""):
        if part == OPEN:
            depth += 1
        elif part == CLOSE:
            depth -= 1
        elif depth == 0:
            outside.append(part)
    if not quoted:
        _judge(" ".join(outside), found, known)
    return depth


def _outside(text: str) -> str:
    while (shorter := re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text)) != text:
        text = shorter
    return text


def _judge(text: str, found: list[str], known: set[str]) -> None:
    plain = rest = " ".join(text.split())
    for value in sorted(known, key=len, reverse=True):
        rest = rest.replace(value, " ")
    rest = DATES.sub(" ", ADDRESSES.sub(" ", rest))
    if any(word not in NO_WORDS for word in LETTERS.findall(rest)) and plain not in found:
        found.append(plain)


def _is_data(element: HtmlElement) -> bool:
    if element.get("translate") == "no" or element.get("data-content") is not None or element.tag == "time":
        return True
    return element.tag not in ("html", "body") and element.get("lang") is not None
