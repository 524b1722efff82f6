"""The browser's one reference: how it is kept, changed, dropped, and where it may lead back to."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from patient_portal import sessions
from tests.portal.tiny_feature import acts
from tests.support.browser import ORIGIN

ALLOWED = ["/fr/help", "/de/", "/lb/help?x=1&y=a%20b", "/en/session/extend"]
REFUSED = [
    None,
    "",
    "help",
    "/",
    "/fr",
    "/nl/help",
    "/fr/nowhere",
    "//evil.example",
    "//evil.example/fr/help",
    "///fr/help",
    "/\\evil.example",
    "\\/evil.example",
    "/fr//evil.example",
    "/fr/../../evil",
    "/fr/%2e%2e/help",
    "/fr/help#x",
    "/fr/help\r\nSet-Cookie: a=b",
    "/fr/help\t",
    " /fr/help",
    "https://evil.example/fr/help",
    "https:/fr/help",
    "javascript:alert(1)",
    "data:text/html,x",
    "/fr/help@evil.example",
    "/fr/help;evil",
    "/fr/hélp",
    "/fr/help?x=<script>",
    "/fr/help?x=\u202e",
    "/fr/sign-in",
    "/fr/sign-in?next=/fr/help",
    "/fr/activate",
    "/fr/sign-out",
    "/static/css/app.css",
    "/fhir/metadata",
    "/fr/help?" + "x" * 2000,
    "/ＦＲ/help",
    "/fr/help/",
]


@pytest.mark.parametrize("target", ALLOWED)
def test_a_page_of_our_own_may_be_returned_to(frame: Flask, target: str):
    with frame.test_request_context("/fr/sign-in", base_url=ORIGIN):
        assert sessions.safe_next(target) == target


@pytest.mark.parametrize("target", REFUSED)
def test_anything_else_is_no_way_back(frame: Flask, target: str | None):
    with frame.test_request_context("/fr/sign-in", base_url=ORIGIN):
        assert sessions.safe_next(target) is None


def with_view(frame: Flask, act: Callable[[], object]) -> TestResponse:
    client = frame.test_client()
    client.set_cookie(sessions.COOKIE, "a" * 43, domain="localhost", secure=True)
    acts.append(act)
    return client.get("/fr/tiny/act", base_url=ORIGIN)


def test_a_new_reference_is_given_in_a_locked_cookie(frame: Flask):
    answer = with_view(frame, lambda: sessions.begin("b" * 43))
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-dsp="))
    assert cookie.startswith("__Host-dsp=" + "b" * 43 + ";")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_the_rest_of_the_request_speaks_with_the_new_reference(frame: Flask):
    seen = []

    def act() -> None:
        sessions.rotate("c" * 43)
        seen.append(sessions.platform().reference)

    with_view(frame, act)
    assert seen == ["c" * 43]


def test_signing_out_drops_the_cookie_and_empties_the_cache_even_in_an_outage(frame: Flask):
    answer = with_view(frame, sessions.end)
    assert answer.status_code == 503
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-dsp="))
    assert "Max-Age=0" in cookie


@pytest.mark.parametrize("reference", ["", "a b", "é" * 20, "x" * 300])
def test_a_reference_that_cannot_be_ours_counts_as_none(frame: Flask, reference: str):
    with frame.test_request_context(
        "/fr/help",
        base_url=ORIGIN,
        headers={"Cookie": f"{sessions.COOKIE}={reference}".encode().decode("latin-1")},
    ):
        assert not sessions.has_session()
        assert sessions.person() is None


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_device_is_named_as_its_owner_would(user_agent: str, name: str):
    assert sessions.device(user_agent) == name
