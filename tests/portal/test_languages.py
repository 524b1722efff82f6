"""Four languages: which one a page speaks, how it is changed, and how dates and numbers are written."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale, gettext

from patient_portal import i18n
from tests.portal.tiny_feature import done
from tests.support.browser import ORIGIN, TestBrowser


def start(frame: Flask, cookie: str = "", accept: str = "") -> str:
    client = frame.test_client()
    if cookie:
        client.set_cookie(i18n.COOKIE, cookie, domain="localhost", secure=True)
    return client.get("/", base_url=ORIGIN, headers={"Accept-Language": accept}).headers["Location"]


@pytest.mark.parametrize(
    ("cookie", "accept", "expected"),
    [
        ("", "", "/fr/"),
        ("", "de-LU,de;q=0.9", "/de/"),
        ("", "lb-LU", "/lb/"),
        ("", "en-US,en;q=0.8,fr;q=0.5", "/en/"),
        ("", "pt-PT,it;q=0.9", "/fr/"),
        ("lb", "de", "/lb/"),
        ("xx", "de", "/de/"),
    ],
)
def test_the_first_page_speaks_what_the_person_chose_before_or_their_browser_does(
    frame: Flask, cookie: str, accept: str, expected: str
):
    assert start(frame, cookie, accept) == expected


def test_the_language_in_the_address_is_remembered(at_frame: TestBrowser):
    at_frame.open("/lb/help")
    assert at_frame.open("/").url == f"{ORIGIN}/lb/"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_page_says_its_language_and_offers_the_three_others(at_frame: TestBrowser, language: str):
    page = at_frame.open(f"/{language}/privacy")
    assert page.language == language
    others = {(a.get("hreflang"), a.get("href")) for a in page.root.xpath("//a[@hreflang]")}
    assert others == {(code, f"/{code}/privacy") for code in i18n.LANGUAGES if code != language}


def test_the_other_languages_keep_the_query(at_frame: TestBrowser):
    page = at_frame.open("/fr/tiny/rows?q=a%26b&page=2")
    assert "/de/tiny/rows?q=a%26b&page=2" in page.root.xpath("//a/@href")


def test_a_missing_page_is_missing_in_the_language_of_its_address(at_frame: TestBrowser):
    page = at_frame.open("/de/nirgends")
    assert (page.status, page.language) == (404, "de")


TYPED = {
    "matricule": "1983 0812 345 67",
    "code": "not a code",
    "email": "no address",
    "totp": "12",
    "note": "what I typed",
    "day": "31.2.2026",
}


def switch(browser: TestBrowser, language: str, **fields: str):
    token = browser.page.value("csrf_token")
    return browser._go(
        "POST",
        f"{ORIGIN}/{language}/tiny/form",
        data={"csrf_token": token, "_language": language, **fields},
    )


def test_changing_the_language_of_a_form_keeps_what_was_typed_and_does_nothing(at_frame: TestBrowser):
    at_frame.open("/en/tiny/form")
    before = list(done)
    page = switch(at_frame, "de", **TYPED)
    assert (page.status, page.language) == (200, "de")
    for field, typed in TYPED.items():
        assert page.value(field) == typed
    assert not page.has("error-summary")
    assert done == before


def test_a_complete_form_is_not_sent_by_changing_the_language(at_frame: TestBrowser):
    at_frame.open("/en/tiny/form")
    before = list(done)
    page = switch(
        at_frame,
        "lb",
        matricule="1983081234566",
        code="0000-0000-0000",
        totp="123456",
        password="four long words here",
        password_again="four long words here",
    )
    assert (page.status, page.value("matricule")) == (200, "1983081234566")
    assert done == before


def test_after_changing_the_language_the_form_can_be_sent(at_frame: TestBrowser):
    at_frame.open("/en/tiny/form")
    switch(at_frame, "fr", note="first")
    page = at_frame.submit(form="tiny", matricule="1983081234567")
    assert (page.status, page.language) == (422, "fr")
    assert page.has("error-summary")


def test_on_a_page_with_a_form_the_languages_are_its_buttons(at_frame: TestBrowser):
    page = at_frame.open("/en/tiny/form")
    buttons = page.root.xpath("//button[@name='_language']")
    assert {button.get("value") for button in buttons} == {"fr", "de", "lb"}
    assert all(
        button.get("form") == "tiny" and button.get("formnovalidate") is not None for button in buttons
    )
    assert page.root.xpath("//button[@type='submit']")[0].text_content() == "Go"


NOON = datetime(2026, 11, 3, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "short", "number"),
    [
        ("fr", "3 novembre 2026", "3 nov. 2026", "1.234.567,9"),
        ("de", "3. November 2026", "03.11.2026", "1.234.567,9"),
        ("lb", "3. November 2026", "3. Nov. 2026", "1.234.567,9"),
        ("en", "3 November 2026", "3 Nov 2026", "1,234,567.9"),
    ],
)
def test_dates_and_numbers_are_written_as_people_here_write_them(
    frame: Flask, language: str, day: str, short: str, number: str
):
    with frame.test_request_context(f"/{language}/help", base_url=ORIGIN):
        assert i18n.day(NOON) == day
        assert i18n.short_day(NOON) == short
        assert i18n.number(1234567.9) == number
        assert i18n.clock_time(NOON) == "12:05"


def test_the_first_of_a_month_is_premier_in_french(frame: Flask):
    with frame.test_request_context("/fr/help", base_url=ORIGIN):
        assert i18n.day(date(2026, 11, 1)) == "1er novembre 2026"
        assert i18n.day(date(2026, 11, 11)) == "11 novembre 2026"


def test_a_day_begins_at_midnight_in_luxembourg(frame: Flask):
    with frame.test_request_context("/en/help", base_url=ORIGIN):
        assert i18n.day(datetime(2026, 11, 2, 23, 30, tzinfo=UTC)) == "3 November 2026"


def test_today_and_yesterday_have_words(frame: Flask, clock):
    clock.set(datetime(2026, 11, 3, 23, 30, tzinfo=UTC))  # half past midnight on the 4th in Luxembourg
    with frame.test_request_context("/de/help", base_url=ORIGIN):
        assert i18n.relative_day(datetime(2026, 11, 3, 23, 10, tzinfo=UTC)) == "heute"
        assert i18n.relative_day(datetime(2026, 11, 3, 12, 0, tzinfo=UTC)) == "gestern"
        assert i18n.relative_day(date(2026, 11, 1)) == "1. November 2026"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 minute"), (61, "2 minutes"), (3600, "1 hour"), (3700, "2 hours"), (49 * 3600, "3 days")],
)
def test_a_wait_is_rounded_up(frame: Flask, seconds: int, words: str):
    with frame.test_request_context("/en/help", base_url=ORIGIN):
        assert i18n.length_of_time(seconds) == words


def test_sizes_periods_and_lists_read_naturally(frame: Flask):
    with frame.test_request_context("/fr/help", base_url=ORIGIN):
        assert i18n.file_size(340_000) == "340 ko"
        assert i18n.file_size(2_140_000) == "2,1 Mo"
        assert i18n.file_size(1) == "1 octet"
        assert i18n.period(date(2026, 1, 1), None) == "depuis le 1er janvier 2026"
        assert i18n.period(date(2026, 1, 2), date(2026, 2, 3)) == "du 2 janvier 2026 au 3 février 2026"
        assert i18n.word_list(["a", "b", "c"]) == "a, b et c"


def test_templates_and_python_share_one_catalogue(frame: Flask):
    with frame.test_request_context("/de/help", base_url=ORIGIN):
        assert frame.jinja_env.from_string("{{ _('Help') }}").render() == gettext("Help") == "Hilfe"
        with force_locale("fr"):
            assert gettext("Help") == "Aide"


def test_a_catalogue_that_changed_is_compiled_at_the_start(tmp_path: Path):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "messages.po"
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\nmsgid "a"\nmsgstr "b"\n')
    i18n.compile_stale(tmp_path)
    made = folder / "messages.mo"
    stamp = made.stat().st_mtime_ns
    i18n.compile_stale(tmp_path)
    assert made.stat().st_mtime_ns == stamp
    assert sorted(path.name for path in folder.iterdir()) == ["messages.mo", "messages.po"]
