"""Every phrase stands in all four catalogues, in its own language, whole and well set."""

import re
from collections.abc import Iterable

import pytest

from tests.support import lint_catalogues, lint_templates
from tests.support.catalogues import Phrase, extracted, phrases
from tests.support.tree import ROOT

NARROW = "\u202f"
BEFORE_MARK = re.compile(r"[^\s\u202f\u00a0%(&/:;!?][;!?](?=\s|$)|[^\s\u202f%(/]:(?=\s|$)")
BLANK_BEFORE_MARK = re.compile(r"[ \u00a0][:;!?](?=\s|$)")
GUILLEMETS = re.compile("«(?!\u202f)|(?<!\u202f)»")
ASCII_QUOTES = re.compile(r"\"|(?<=\s)'|'(?=[\s.,;:!?])")
STRAIGHT_APOSTROPHE = re.compile(r"\w'\w")
INFORMAL_FRENCH = re.compile(r"\b(tu|toi|ton|tes|t'es|t’es)\b", re.IGNORECASE)
INFORMAL_GERMAN = re.compile(r"\b(du|dich|dir|dein|deine|deiner|deinem|deinen)\b", re.IGNORECASE)
INFORMAL_LUXEMBOURGISH = re.compile(r"\b(du|däin|däi|deng|denger)\b", re.IGNORECASE)
GLUED_END = re.compile(r"\b(of|the|a|an|and|or|your|than)$", re.IGNORECASE)


def _same_allowed(language: str) -> set[str]:
    path = ROOT / "tests" / "languages" / f"same-{language}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def _without_markup(text: str) -> str:
    return re.sub(r"<[^>]+>|%\(\w+\)[sd]|https?://\S+", "X", text)


def _having(language: str, pattern: re.Pattern[str]) -> list[str]:
    return [
        word for entry in phrases(language) for word in entry.words if pattern.search(_without_markup(word))
    ]


def none(wrong: Iterable[object]) -> None:
    """Fail with every item on a line of its own."""
    listed = [repr(item) if not isinstance(item, str) else item for item in wrong]
    assert not listed, "\n" + "\n".join(listed)


def test_sources_and_template_agree():
    none(lint_catalogues.stale_template())


def test_every_phrase_has_words_and_the_same_placeholders(language: str):
    none(lint_catalogues.incomplete(language))


def test_no_template_has_words_of_its_own_or_weakens_the_policy():
    none(lint_templates.complaints())


def test_a_translation_is_not_the_english_text(translation: str):
    allowed = _same_allowed(translation)

    def untranslated(entry: Phrase) -> bool:
        words = re.findall(r"[^\W\d_]{3,}", _without_markup(entry.source[0]).replace("X", " "))
        return bool(words) and entry.words == entry.source and entry.source[0] not in allowed

    none(entry.source[0] for entry in phrases(translation) if untranslated(entry))


def test_french_has_a_narrow_blank_before_its_marks():
    """Domain rule: U+202F before ; : ! ? and inside « »."""
    none(_having("fr", BEFORE_MARK) + _having("fr", BLANK_BEFORE_MARK) + _having("fr", GUILLEMETS))


def test_no_other_language_has_a_blank_before_its_marks():
    pattern = re.compile(r"[ \u00a0\u202f][:;!?](?=\s|$)")
    none((code, words) for code in ("de", "lb", "en") for words in _having(code, pattern))


@pytest.mark.parametrize(
    ("spoken", "informal"),
    [("fr", INFORMAL_FRENCH), ("de", INFORMAL_GERMAN), ("lb", INFORMAL_LUXEMBOURGISH)],
)
def test_people_are_addressed_politely(spoken: str, informal: re.Pattern[str]):
    """FR vous, DE Sie, LB Dir (with a capital)."""
    none(_having(spoken, informal))


def test_no_straight_quotation_marks(language: str):
    none(_having(language, ASCII_QUOTES))


@pytest.mark.parametrize("spoken", ["fr", "lb"])
def test_apostrophes_are_typographic(spoken: str):
    """Text messages keep the straight one: the typographic one is not in their alphabet (GSM 03.38)."""
    texted = (ROOT / "patient_portal" / "messages" / "wording_texts.py").read_text(encoding="utf-8")
    none(
        word
        for entry in phrases(spoken)
        for word in entry.words
        if STRAIGHT_APOSTROPHE.search(word) and entry.source[0] not in texted
    )


def test_no_phrase_is_glued_to_another():
    """A phrase with a blank at an end, or one that stops where a value must follow, was made to be joined."""
    joined = [
        form
        for _context, forms in extracted()
        for form in forms
        if form != form.strip() or GLUED_END.search(form.strip()) or form.strip()[:1] in ",;."
    ]
    none(joined)


def test_no_double_blank(language: str):
    none(_having(language, re.compile(r"\S[ ]{2,}\S|[ ]\u202f|\u202f[ ]")))
