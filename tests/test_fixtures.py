"""The fixtures themselves: what they give is real, and what they refuse is refused."""

from functools import wraps
from typing import Any

import lxml.html
import pytest
from flask import Flask

from platform_api import answers
from tests.support import published
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.page_check import BadPage, check_page
from tests.support.population import Demo

GOOD = """<!doctype html><html lang="en"><head><title>A page</title></head><body>
<header>Top <nav><a href="/en/">Home</a></nav></header>
<main id="main"><h1>A page</h1>
<form method="post"><input type="hidden" name="csrf_token" value="0123456789abcdef">
<label for="name">Name</label><input id="name" name="name"><button type="submit">Go on</button></form></main>
<footer>Below</footer></body></html>"""


def _check(page: str) -> None:
    check_page(lxml.html.document_fromstring(page), "/en/somewhere", "en")


def test_a_good_page_passes():
    _check(GOOD)


@pytest.mark.parametrize(
    ("part", "instead", "fault"),
    [
        ("<h1>A page</h1>", "<h1>A page</h1><h1>Another</h1>", "2 h1"),
        ('lang="en"', 'lang="de"', "html lang is 'de'"),
        ("<footer>Below</footer>", "", "0 footer"),
        ('<label for="name">', '<label for="nome">', "has no label"),
        ('value="0123456789abcdef"', 'value=""', "no CSRF token"),
        ('<main id="main">', '<main id="name">', "stands 2 times"),
        ("Below", "Below<script>1</script>", "an inline script"),
        ("Below", '<p style="color:red">Below</p>', "an inline style"),
        ("Below", '<p onclick="x()">Below</p>', "onclick"),
        ("Below", "Below None", "the word None"),
        ("Below", "Below %(name)s", "a placeholder"),
        ("Below", "Below ⟦word⟧", "pseudo-language"),
        ("Below", '<a href="#nowhere">Below</a>', "not on the page"),
        ("Below", '<img src="/x.png">', "without alt"),
        ('href="/en/"', 'href="javascript:x()"', "javascript:"),
        ("<title>A page</title>", "<title></title>", "no title"),
    ],
)
def test_a_bad_page_is_refused(part: str, instead: str, fault: str):
    assert part in GOOD
    with pytest.raises(BadPage, match="(?s).*" + fault.replace("(", r"\(").replace(")", r"\)")):
        _check(GOOD.replace(part, instead))


def test_an_authenticator_gives_no_code_twice():
    app = Authenticator("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    codes = [app.code(), app.code()]
    assert codes[0] != codes[1]
    assert app.wrong_code() not in codes


def test_the_platform_answers_that_it_is_ready(platform: Flask):
    assert platform.test_client().get("/health/ready").status_code == 200


def test_an_answer_that_is_not_as_published_is_noticed(platform: Flask):
    name = "dossier_asking.legal_delays"

    @wraps(platform.view_functions[name])
    def odd() -> answers.Json[Any]:
        return answers.Json({"delays": [{"code": "undo_closing"}], "more": 1})

    platform.view_functions[name] = odd
    platform.test_client().get("/dsp/v1/delays")
    found, published.differences[:] = " ".join(published.differences), []
    assert "'more' was unexpected" in found
    assert '"amount" is a required property' in found


def test_the_platform_runs_on_postgresql_too(platform_on_postgresql: Flask):
    assert platform_on_postgresql.test_client().get("/health/ready").status_code == 200


def test_the_portal_greets_in_each_language(portal: Flask):
    for language in ("fr", "de", "lb", "en"):
        page = TestBrowser(portal, language=language).open("")
        assert (page.status, page.language) == (200, language)


def test_the_demo_population_is_complete(demo: Demo):
    """contracts.md: what the demo holds at least."""
    states = [patient.state for patient in demo.patients]
    assert states.count("created") >= 2
    assert states.count("activated") >= 4
    assert len(demo.known["professionals"]) >= 5
    assert len(demo.known["software"]) >= 3
    letter = demo.patient(state="created")
    assert letter.code_in_letter == letter.letter_code
