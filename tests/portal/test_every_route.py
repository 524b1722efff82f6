"""Every address of the portal, asked by a stranger: protecting headers, form tokens, other sites (ASVS 3.4, 3.5)."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.support.browser import ORIGIN

PROTECTING = (
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Cross-Origin-Embedder-Policy",
    "X-Frame-Options",
    "Permissions-Policy",
    "Strict-Transport-Security",
)

SIGNING_IN_AND_OUT = {"/en/sign-in", "/en/sign-in/again", "/en/sign-out"}
"""An old page of these is answered kindly: nothing that it holds is acted upon, and signing out harms nobody."""


def paths(app: Flask, method: str) -> Iterator[str]:
    """An address of each rule that takes this method; `1` stands for every name in it."""
    addresses = app.url_map.bind("localhost", url_scheme="https")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint != "static":
            values = {name: "en" if name == "lang" else "1" for name in rule.arguments}
            yield addresses.build(rule.endpoint, values | dict(rule.defaults or {}), method=method)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_route_bears_the_protecting_headers(frame: Flask, method: str):
    usual = frame.test_client().get("/en/help", base_url=ORIGIN).headers
    asked = 0
    for path in paths(frame, method):
        headers = frame.test_client().open(path, method=method, base_url=ORIGIN).headers
        for name in PROTECTING:
            assert headers[name] == usual[name], (path, name)
        policy = headers["Content-Security-Policy"]
        assert policy == usual["Content-Security-Policy"] or policy.startswith("sandbox;"), path
        assert headers["Cache-Control"] == "no-store", path
        kind = headers.get("Content-Type", "")
        assert not kind.startswith("text/") or kind.endswith("charset=utf-8"), (path, kind)
        assert "Access-Control-Allow-Origin" not in headers, path
        asked += 1
    assert asked > 40


def test_every_form_is_refused_without_its_token(frame: Flask):
    taken = {
        path
        for path in paths(frame, "POST")
        if frame.test_client().post(path, base_url=ORIGIN, headers={"Origin": ORIGIN}).status_code != 403
    }
    assert taken == SIGNING_IN_AND_OUT


def test_every_form_is_refused_from_another_site(frame: Flask):
    for path in paths(frame, "POST"):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            answer = frame.test_client().post(path, base_url=ORIGIN, headers=headers)
            assert answer.status_code == 403, path
            assert b"another website" in answer.data, path


@pytest.mark.parametrize("kind", ["image", "script", "iframe"])
def test_no_route_can_be_embedded_by_another_site(frame: Flask, kind: str):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": kind}
    for path in paths(frame, "GET"):
        answer = frame.test_client().get(path, base_url=ORIGIN, headers=headers)
        assert answer.status_code == 403, path


ORIGINS = [
    *("null", "https://evil.example", "http://localhost", "https://localhost:8443", "https://localhost."),
    *(
        "https://localhost.evil.example",
        "https://evillocalhost",
        "https://sub.localhost",
        "HTTPS://LOCALHOST",
    ),
    *(
        "https://localhost@evil.example",
        "https://evil.example/localhost",
        "https://localhost%00.evil.example",
    ),
    *(
        "file://",
        "data:",
        "javascript:",
        "chrome-extension://abc",
        "https://127.0.0.1",
        "https://[::1]",
        "*",
        "",
    ),
]


@pytest.mark.parametrize("origin", ORIGINS)
def test_no_origin_is_ever_allowed_to_read(frame: Flask, origin: str):
    for path in ("/en/help", "/en/sign-in", "/en/documents", "/static/css/app.css", "/nowhere"):
        for method in ("GET", "OPTIONS"):
            headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            answer = frame.test_client().open(path, method=method, base_url=ORIGIN, headers=headers)
            assert not [name for name, _value in answer.headers if name.startswith("Access-Control-")], path
