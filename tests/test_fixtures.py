"""The fixtures themselves: what they give is real, and what they refuse is refused."""

import time
from datetime import datetime
from functools import wraps
from typing import Any

import lxml.html
import pytest
import time_machine
from flask import Flask
from jinja2 import DictLoader
from werkzeug.routing import BaseConverter, Map, Rule

from platform_api import answers
from tests.support import published
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.clock import wait_for_the_day
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


def test_what_is_kept_of_an_application_is_taken_for_no_other():
    class Backwards(BaseConverter):
        """Reversed in the address."""

        def to_url(self, value: str) -> str:
            """The other way round."""
            return value[::-1]

    plain = Map([Rule("/kept/<word:x>", endpoint="a")], converters={"word": BaseConverter})
    backwards = Map([Rule("/kept/<word:x>", endpoint="a")], converters={"word": Backwards})
    built = [one.bind("localhost").build("a", {"x": "abc", "more": "1"}) for one in (plain, backwards)]
    assert built == ["/kept/abc?more=1", "/kept/cba?more=1"]
    said = []
    for words in ("One {{ 1 + 1 }}", "Another"):
        app = Flask("kept")
        app.jinja_loader = DictLoader({"page.html": words})
        said.append(app.jinja_env.get_template("page.html").render())
    assert said == ["One 2", "Another"]


@pytest.mark.parametrize(
    ("moment", "waited"),
    [
        ("2026-11-30T22:55:59+00:00", []),
        ("2026-11-30T22:57:00+00:00", [181]),
        ("2026-11-30T23:00:00+00:00", []),
        ("2026-06-30T21:59:00+00:00", [61]),  # summer time
    ],
)
def test_no_test_begins_on_one_day_and_ends_on_the_next(
    monkeypatch: pytest.MonkeyPatch, moment: str, waited: list[float]
):
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        wait_for_the_day()
    assert slept == waited


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
