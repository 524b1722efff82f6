"""Every message has its words in four languages: a code alone on its line, nothing about anybody's health."""

import re
from pathlib import Path

import pytest

from patient_portal.messages.letterbox import Message
from patient_portal.messages.wording import WORDINGS, word
from patient_portal.messages.wording_texts import TEXTS, word_text
from patient_portal.platform_client import DueNotice
from patient_portal.platform_client.vocabulary import SMS, TEXTED, WARNED, DeskAct, Notice, OpeningRefusal
from patient_portal.settings import Settings
from tests.support.tree import LANGUAGES

TOKEN = "Zk3vQ8w_LmN4pR7sT2uV9xY1aB5cD6eF0gH"
VALUES = {"code": "481516", "minutes": "10", "account_number": "48151623", "token": TOKEN}
VALUES |= {"ends": "17", "moment": "2026-12-18T14:05:00+00:00"}
VALUES |= {"device": "Firefox, Android"}
VALUES |= {"days": "30", "months": "6", "allowed": "true", "restricted": "false"}
VALUES |= {"why": "not_shown", "case": "23421516", "act": "letter", "hours": "72", "agent": "Tom"}
VALUES |= {
    "number": "AB12-CD34",
    "undo_until": "2026-12-11",
    "erase_until": "2026-12-11",
    "kept_until": "2036-11-27",
    "until": "2026-12-18",
}
GSM = (
    "@£$¥èéùìòÇ\nØøÅåÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
HEALTH = re.compile(
    r"diab|cancer|krebs|kriibs|laborator|labor\b|labo\b|radiolog|diagnos|medic|médic|allerg|hospital|hôpital|spidol"
    r"|krankenhaus|dokter|doctor|médecin|\barzt",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A portal's settings."""
    return Settings(home=tmp_path_factory.mktemp("words"), base_url="https://dsp.example.lu")


def _worded(settings: Settings, notice: Notice, language: str, **values: str) -> Message:
    return word(DueNotice("n1", notice.value, "email", language, "a@example.lu", VALUES | values), settings)


def test_no_notice_is_without_words():
    assert set(WORDINGS) | set(TEXTS) == set(Notice)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", list(WORDINGS))
def test_each_notice_is_worded_in_each_language(settings: Settings, notice: Notice, language: str):
    message = _worded(settings, notice, language)
    text = "\n".join((message.subject, *message.paragraphs))
    assert message.subject.strip()
    assert "%(" not in text
    assert not HEALTH.search(text), HEALTH.search(text)
    if language != "en":
        english = _worded(settings, notice, "en")
        assert message.subject != english.subject
        assert not set(message.paragraphs) & {one for one in english.paragraphs if " " in one}


@pytest.mark.parametrize("act", list(DeskAct))
def test_whatever_the_helpdesk_did_has_words(settings: Settings, act: DeskAct):
    """A message that cannot be worded is never sent, and nobody would notice."""
    message = _worded(settings, Notice.HELPED, "lb", act=act.value)
    assert message != _worded(
        settings, Notice.HELPED, "lb", act=next(a for a in DeskAct if a is not act).value
    )
    assert not HEALTH.search("\n".join(message.paragraphs))


@pytest.mark.parametrize("why", list(OpeningRefusal))
def test_each_reason_why_no_record_comes_of_a_request_has_words(settings: Settings, why: OpeningRefusal):
    assert len(_worded(settings, Notice.OPENING_DECLINED, "lb", why=why.value).paragraphs) > 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_stands_alone_and_only_once(settings: Settings, language: str):
    message = _worded(settings, Notice.EMAIL_CODE, language)
    assert message.paragraphs.count("481516") == 1
    assert "481516" not in message.subject
    assert "\n".join(message.paragraphs).count("481516") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_keeps_its_secret_from_servers(settings: Settings, language: str):
    message = _worded(settings, Notice.PASSWORD_LINK, language)
    link = next(one for one in message.paragraphs if one.startswith("https://"))
    assert link == f"https://dsp.example.lu/{language}/forgotten#t={TOKEN}"
    assert TOKEN in message.paragraphs


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", list(WORDINGS))
def test_each_ends_with_the_helpdesk_and_a_warning(settings: Settings, notice: Notice, language: str):
    message = _worded(settings, notice, language)
    assert settings.help_contact.phone in message.paragraphs[-2]
    assert len(message.paragraphs[-1]) > 40


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", list(WORDINGS))
def test_no_line_breaks_in_a_mail_program(settings: Settings, notice: Notice, language: str):
    message = _worded(settings, notice, language)
    assert len(message.subject) <= 78
    assert all("\n" not in one and len(one.encode()) < 900 for one in message.paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_counts_in_an_emergency_is_said_as_it_is(settings: Settings, language: str):
    chosen = [("false", "false"), ("false", "true"), ("true", "false"), ("true", "true")]
    said = [
        _worded(settings, Notice.EMERGENCY_CHANGED, language, allowed=allowed, restricted=restricted)
        for allowed, restricted in chosen
    ]
    assert said[0] == said[1]
    assert len({one.paragraphs[0] for one in said}) == 3
    assert all(f"https://dsp.example.lu/{language}/emergency" in one.paragraphs[1] for one in said)


def test_an_unknown_language_is_answered_in_french(settings: Settings):
    assert _worded(settings, Notice.ACTIVATED, "xx") == _worded(settings, Notice.ACTIVATED, "fr")


def test_french_puts_its_narrow_spaces(settings: Settings):
    for notice in WORDINGS:
        for text in _worded(settings, notice, "fr").paragraphs:
            assert not re.search(r"[^\u202f:/][;!?](\s|$)|[^\u202fps\d]:(\s|$)", text), text


def _text(settings: Settings, notice: Notice, language: str) -> str:
    return word_text(DueNotice("n1", notice.value, SMS, language, "+352621555017", VALUES), settings)


def test_what_is_told_by_text_message_has_words_and_nothing_else_has():
    assert set(TEXTS) == TEXTED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", sorted(TEXTED))
def test_a_text_message_is_one_message_of_160_signs(settings: Settings, notice: Notice, language: str):
    """Any sign outside the alphabet of text messages (GSM 03.38) would leave room for 70."""
    text = _text(settings, notice, language)
    assert not set(text) - set(GSM), set(text) - set(GSM)
    assert len(text) <= 160
    assert "%(" not in text
    assert not HEALTH.search(text)
    if language != "en":
        assert not set(text.split("\n")) & {
            one for one in _text(settings, notice, "en").split("\n") if " " in one
        }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", sorted(TEXTED - WARNED))
def test_the_code_of_a_text_message_stands_alone_on_its_line(
    settings: Settings, notice: Notice, language: str
):
    lines = _text(settings, notice, language).split("\n")
    assert lines.count("481516") == 1
    assert "\n".join(lines).count("481516") == 1


def test_words_are_not_read_from_the_notice(settings: Settings, tmp_path: Path):
    with pytest.raises(ValueError, match=r"\.\./\.\./etc"):
        word(DueNotice("n", "../../etc", "email", "fr", "a@example.lu", {}), settings)
