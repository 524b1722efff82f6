"""Start, help, accessibility and privacy: true, complete in four languages, and useful to a stranger."""

import pytest
from flask import Flask

from patient_portal.i18n import LANGUAGES
from tests.support.browser import ORIGIN, TestBrowser

PAGES = ("", "help", "accessibility", "privacy")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_its_language_and_tells_how_to_reach_somebody(
    frame: Flask, language: str, path: str
):
    page = TestBrowser(frame, language=language).open(path)
    assert (page.status, page.language) == (200, language)
    assert "+352" in page.text
    if language != "en":
        english = TestBrowser(frame, language="en").open(path)
        assert page.heading != english.heading
        same = set(_sentences(page.text)) & set(_sentences(english.text))
        assert not same, same


def _sentences(text: str) -> list[str]:
    return [part for part in text.replace("?", ".").split(".") if len(part.split()) > 3]


def test_the_start_page_has_three_doors(at_frame: TestBrowser):
    page = at_frame.open("")
    assert {"/en/activate", "/en/sign-in", "/en/object"} <= set(page.root.xpath("//main//a/@href"))


def test_every_link_of_these_pages_leads_somewhere(portal: Flask):
    adapter = portal.url_map.bind("localhost")
    browser = TestBrowser(portal)
    for path in PAGES:
        for link in browser.open(path).root.xpath("//a/@href"):
            if link.startswith("/"):
                assert adapter.match(link.partition("#")[0], method="GET")


def test_in_development_the_page_says_that_it_is_a_demonstration(at_frame: TestBrowser):
    assert "Demonstration" in at_frame.open("").text


def test_search_engines_are_kept_to_the_public_pages(frame: Flask):
    text = frame.test_client().get("/robots.txt", base_url=ORIGIN).text
    assert "Disallow: /" in text.splitlines()
    assert "Allow: /fr/help$" in text


def test_a_weakness_can_be_told(frame: Flask):
    answer = frame.test_client().get("/.well-known/security.txt", base_url=ORIGIN)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"].startswith("mailto:")
    assert fields["Expires"] > "2026"
    assert fields["Canonical"] == f"{ORIGIN}/.well-known/security.txt"


def test_the_portals_health_says_whether_its_platform_answers(frame: Flask):
    client = frame.test_client()
    assert client.get("/health/live", base_url=ORIGIN).status_code == 200
    assert client.get("/health/ready", base_url=ORIGIN).status_code == 503


def test_beside_an_embedded_platform_its_paths_are_its_own(portal: Flask):
    client = portal.test_client()
    assert b'"ok"' in client.get("/health/ready", base_url=ORIGIN).data
    assert client.get("/.well-known/security.txt", base_url=ORIGIN).text.startswith("Contact")
    assert client.get("/dsp/v1/session", base_url=ORIGIN).status_code == 401


def test_a_stranger_cannot_keep_a_session_awake(frame: Flask):
    assert frame.test_client().get("/en/session/extend", base_url=ORIGIN).status_code == 303
