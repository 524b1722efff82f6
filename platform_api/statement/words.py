"""The portal's words for a statement: every code that it uses has one, and none is more than a sentence or two."""

from collections.abc import Iterator, Mapping

from platform_api.problems import Refused
from platform_api.statement.cda_parts import ABOUT
from platform_api.statement.content import Content
from platform_api.vocabulary import LANGUAGES, Reason, StatementPart

TITLES = ("title", "title-pdf", "origin", ABOUT)
NOTICES = ("notice-trusted-person", "notice-end-of-life", "notice-organ-donation")
_LONGEST = 1200
_MOST = 200


def check(words: Mapping[str, str], language: str, content: Content) -> None:
    """Refuse words that are missing, empty or far too long, or in a language that headings have not."""
    if language not in LANGUAGES:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="heading_language")
    if len(words) > _MOST or any(not 0 < len(word.strip()) <= _LONGEST for word in words.values()):
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="words")
    if any(code not in words for code in needed(content)):
        raise Refused(Reason.ELEMENT_MISSING, field="words")


def needed(content: Content) -> Iterator[str]:
    """Every code whose word a statement with this content needs."""
    yield from TITLES
    yield from NOTICES
    yield from StatementPart
    yield from (one.relation for one in content.contacts if one.relation)
    yield from content.communication
    yield from (code for code in (content.directive, content.organ_donation) if code)
    if content.interpreter:
        yield f"language:{content.interpreter}"
