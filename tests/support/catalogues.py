"""Reading the words: what the sources ask for, what each catalogue says, and which placeholders a phrase holds."""

import re
from functools import cache
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.support.tree import ROOT, TRANSLATIONS

TEMPLATE = TRANSLATIONS / "messages.pot"
# gettext's own names are known to Babel; these are the portal's lazy twins
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
    "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2), "N_": None,
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|<(/?\w+)[^>]*>")


class Phrase(NamedTuple):
    """One entry of a catalogue: what the source says and what this language says, each with its plural forms."""

    context: str | None
    source: tuple[str, ...]
    words: tuple[str, ...]
    fuzzy: bool

    @property
    def label(self) -> str:
        """The beginning of the source text, for a message to the developer."""
        return repr(self.source[0][:90])


def catalogue_path(language: str):
    """The .po file of a language."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def _forms(text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@cache
def extracted() -> frozenset[tuple[str | None, tuple[str, ...]]]:
    """Every phrase that the sources ask for now, as (context, forms); a template with an error raises."""
    with (ROOT / "babel.cfg").open() as stream:
        methods, options = parse_mapping_cfg(stream)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=lambda path: _is_ours(path))
    return frozenset(
        (context, _forms(message)) for _file, _line, message, _comments, context in found if message
    )


def _is_ours(path) -> bool:
    name = str(path).rsplit("/", 1)[-1]
    return not name.startswith((".", "_")) and name not in {
        "node_modules",
        "instance",
        "build",
        "dist",
        "tests",
    }


@cache
def phrases(language: str) -> tuple[Phrase, ...]:
    """Every entry of a language's catalogue."""
    with catalogue_path(language).open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    return tuple(
        Phrase(message.context, _forms(message.id), _forms(message.string), message.fuzzy)
        for message in catalogue
        if message.id
    )


def template() -> Catalog:
    """The committed list of phrases without words, messages.pot."""
    with TEMPLATE.open("rb") as stream:
        return read_po(stream)


def placeholders(text: str) -> list[str]:
    """Variables and markup of a phrase, sorted: a translation has to hold the same."""
    return sorted(name or tag for name, tag in PLACEHOLDER.findall(text))
