"""Whatever goes wrong ends in a calm page in the person's language that says what to do, and gives nothing away."""

import logging

import pytest
from flask import Flask
from jinja2 import TemplateNotFound

from patient_portal import errors
from patient_portal.i18n import LANGUAGES
from platform_api.rates import Rates
from tests.support.browser import ORIGIN, TestBrowser
from tests.support.homes import embedded_platform
from tests.support.population import Demo
from tests.support.steps import sign_in_as

STATUS = {"absent": 404, "gone": 410, "refused": 403, "wait": 429, "outage": 503, "bug": 500}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "status"), STATUS.items())
def test_every_error_is_a_page_in_every_language(frame: Flask, language: str, name: str, status: int):
    browser = TestBrowser(frame, language=language)
    page = browser.open(f"tiny/errors/{name}")
    assert (page.status, page.language) == (status, language)
    assert page.heading == _said(frame, language, errors.WORDS[status].heading)
    assert page.headers["Cache-Control"] == "no-store"


def _said(frame: Flask, language: str, words: object) -> str:
    with frame.test_request_context(f"/{language}/help", base_url=ORIGIN):
        return str(words)


@pytest.mark.parametrize("status", errors.WORDS)
def test_each_page_says_what_happened_and_what_to_do_next(frame: Flask, status: int):
    with frame.test_request_context("/en/help", base_url=ORIGIN):
        answer = errors.error_page(status)
        words = errors.WORDS[status]
        assert answer.status_code == status
        for sentence in (words.heading, words.happened, words.next):
            assert str(sentence) in answer.get_data(as_text=True).replace("&#39;", "'")


def test_a_refusal_says_why(at_frame: TestBrowser):
    assert "This record is not open." in at_frame.open("tiny/errors/refused").text


def test_too_many_tries_say_how_long_to_wait(at_frame: TestBrowser):
    page = at_frame.open("tiny/errors/wait")
    assert "Time to wait: 2 minutes" in page.text
    assert page.headers["Retry-After"] == "120"


def test_an_outage_says_when_to_come_back(at_frame: TestBrowser):
    assert at_frame.open("tiny/errors/outage").headers["Retry-After"] == "7"


def test_somebody_signed_out_is_sent_to_sign_in_and_loses_the_old_reference(frame: Flask):
    answer = frame.test_client().get("/fr/tiny/errors/signed-out", base_url=ORIGIN)
    assert answer.headers["Location"] == "/fr/sign-in?next=/fr/tiny/errors/signed-out"


def test_an_exception_is_logged_by_its_place_and_a_number_not_by_what_was_typed(
    at_frame: TestBrowser, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR):
        page = at_frame.open("tiny/errors/bug")
    number = page.said("reference")
    assert "1983081234566" not in page.text + caplog.text
    assert "ValueError" in caplog.text
    assert number in caplog.text
    assert "tiny_feature.py" in caplog.text
    assert "tiny_feature" not in page.text


def test_a_template_that_names_something_missing_is_our_fault(at_frame: TestBrowser):
    assert at_frame.open("tiny/broken").status == 500


def test_even_when_the_error_page_fails_people_are_told_in_four_languages(
    frame: Flask, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_arguments: object, **_named: object) -> None:
        raise TemplateNotFound("layout/page.html")

    monkeypatch.setattr(errors, "page", broken)
    page = TestBrowser(frame, language="de").open("tiny/errors/bug")
    assert page.status == 500
    for words in ("Une erreur", "Ein Fehler", "e Feeler", "went wrong"):
        assert words in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("code", [401, 406, 409, 415, 418, 501, 502])
def test_a_status_without_a_page_of_its_own_becomes_one_that_has(frame: Flask, code: int):
    from werkzeug.exceptions import default_exceptions

    with frame.test_request_context("/en/help", base_url=ORIGIN):
        answer = errors._http(default_exceptions[code]())
        assert answer.status_code == (400 if code < 500 else 500)


def test_a_wrong_method_names_the_right_ones(frame: Flask):
    answer = frame.test_client().post("/en/help", base_url=ORIGIN, headers={"Origin": ORIGIN})
    assert answer.status_code in (403, 405)
    answer = frame.test_client().open("/en/help", method="DELETE", base_url=ORIGIN)
    assert "GET" in answer.headers["Allow"]


def test_an_error_in_a_fragment_is_a_whole_page_that_htmx_leaves_alone(frame: Flask):
    answer = frame.test_client().get(
        "/en/tiny/errors/absent", base_url=ORIGIN, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 404
    assert b"<h1>" in answer.data


@pytest.mark.parametrize(
    ("language", "heading"), [("fr", "Patientez un peu"), ("lb", "Waart w.e.g. e bëssen")]
)
def test_who_asks_too_often_is_asked_to_wait_in_their_language(
    demo: Demo, demo_portal: Flask, language: str, heading: str
):
    browser = TestBrowser(demo_portal, language=language)
    sign_in_as(browser, demo.patient("Reuland"))
    object.__setattr__(embedded_platform(demo_portal).extensions["dsp-platform"], "rates", Rates(2))
    pages = [browser.open("documents") for _ in range(4)]
    assert pages[-1].status == 429
    assert pages[-1].heading == heading
    assert int(pages[-1].headers["Retry-After"]) > 0
