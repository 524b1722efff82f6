"""What every answer bears and which requests are turned away, on every route of the portal."""

from pathlib import Path

import pytest
from flask import Flask, request

from patient_portal.app import create_app
from patient_portal.security import TrustedProxies
from patient_portal.settings import Settings
from tests.support.browser import ORIGIN, TestBrowser

PATHS = (
    "/",
    "/fr/",
    "/de/help",
    "/lb/nowhere",
    "/nowhere",
    "/robots.txt",
    "/en/session/extend",
    "/fr/tiny/form",
)


def get(frame: Flask, path: str, **headers: str):
    return frame.test_client().get(
        path, base_url=ORIGIN, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_bears_the_protecting_headers(frame: Flask, path: str):
    headers = get(frame, path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for part in ("frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"):
        assert part in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "includeSubDomains" in headers["Strict-Transport-Security"]
    assert int(headers["Strict-Transport-Security"].split(";")[0].removeprefix("max-age=")) >= 31_536_000
    assert "Access-Control-Allow-Origin" not in headers


def test_without_tls_nothing_is_said_about_tls(frame: Flask):
    answer = frame.test_client().get("/fr/help", base_url="http://localhost")
    assert "Strict-Transport-Security" not in answer.headers


def test_every_cookie_is_locked_to_this_site(frame: Flask):
    answer = get(frame, "/fr/tiny/form")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert len(cookie) < 4096
        for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert part in cookie
        assert "Domain" not in cookie


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "BREW"])
def test_unknown_methods_are_refused(frame: Flask, method: str):
    answer = frame.test_client().open("/fr/help", method=method, base_url=ORIGIN)
    assert answer.status_code == 405


def test_a_method_override_is_ignored(frame: Flask):
    assert get(frame, "/fr/help", X_HTTP_Method_Override="POST").status_code == 200


def test_a_form_without_its_token_changes_nothing(frame: Flask):
    answer = frame.test_client().post("/en/tiny/form", base_url=ORIGIN, headers={"Origin": ORIGIN})
    assert answer.status_code == 403
    assert b"open for too long" in answer.data


def test_the_token_of_another_session_is_refused(frame: Flask):
    other = TestBrowser(frame)
    other.open("tiny/form")
    token = other.page.value("csrf_token")
    mine = TestBrowser(frame)
    mine.open("tiny/form")
    answer = mine.client.post("/en/tiny/form", base_url=ORIGIN, data={"csrf_token": token})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost.evil.example"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_a_token(frame: Flask, headers: dict[str, str]):
    browser = TestBrowser(frame)
    token = browser.open("tiny/form").value("csrf_token")
    answer = browser.client.post(
        "/en/tiny/form", base_url=ORIGIN, headers=headers, data={"csrf_token": token}
    )
    assert answer.status_code == 403
    assert b"another website" in answer.data


@pytest.mark.parametrize("kind", ["image", "script", "iframe", "object", "empty"])
def test_another_site_can_embed_or_fetch_nothing(frame: Flask, kind: str):
    mode = "navigate" if kind in ("iframe", "object") else "no-cors"
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": kind}
    answer = frame.test_client().get("/fr/help", base_url=ORIGIN, headers=headers)
    assert answer.status_code == 403


def test_a_link_on_another_site_leads_here(frame: Flask):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert frame.test_client().get("/fr/help", base_url=ORIGIN, headers=headers).status_code == 200


def test_a_form_that_is_too_large_is_refused(frame: Flask):
    browser = TestBrowser(frame)
    token = browser.open("tiny/form").value("csrf_token")
    answer = browser.client.post(
        "/en/tiny/form", base_url=ORIGIN, data={"csrf_token": token, "code": "x" * 400_000}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/fr/help%00", "/fr/help?a=%00"])
def test_a_nul_in_the_address_goes_nowhere(frame: Flask, path: str):
    assert get(frame, path).status_code in (400, 404)


def test_in_production_only_its_own_hosts_are_answered(tmp_path: Path):
    app = create_app(
        Settings(
            home=tmp_path,
            environment="production",
            base_url="https://portal.example.lu",
            secret_key="k" * 40,
            platform_url="https://platform.invalid",
        )
    )
    assert app.test_client().get("/fr/help", base_url="https://portal.example.lu").status_code == 200
    answer = app.test_client().get("/fr/help", base_url="https://evil.example")
    assert answer.status_code == 400
    assert b"evil.example" not in answer.data


def seen_by_the_portal(trusted: str, remote: str, **headers: str) -> tuple[str, str, str]:
    app = Flask("behind")

    @app.get("/")
    def show() -> str:
        return f"{request.remote_addr} {request.scheme} {request.host}"

    networks = Settings.from_environment({"DSP_TRUSTED_PROXIES": trusted}).trusted_proxies
    app.wsgi_app = TrustedProxies(app.wsgi_app, networks)  # type: ignore[method-assign]  # as Flask documents it
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = app.test_client().get("/", headers=named, environ_overrides={"REMOTE_ADDR": remote})
    address, scheme, host = answer.text.split()
    return address, scheme, host


def test_a_stranger_cannot_say_whose_address_it_has():
    spoofed = {
        "X_Forwarded_For": "10.9.9.9",
        "X_Forwarded_Proto": "https",
        "X_Forwarded_Host": "evil.example",
    }
    assert seen_by_the_portal("", "203.0.113.5", **spoofed) == ("203.0.113.5", "http", "localhost")
    assert seen_by_the_portal("192.0.2.0/24", "203.0.113.5", **spoofed) == (
        "203.0.113.5",
        "http",
        "localhost",
    )


def test_a_named_proxy_tells_the_visitors_address_and_no_host():
    told = {"X_Forwarded_For": "10.9.9.9, 203.0.113.5, 192.0.2.8", "X_Forwarded_Proto": "https"}
    seen = seen_by_the_portal("192.0.2.0/24", "192.0.2.7", X_Forwarded_Host="evil.example", **told)
    assert seen == ("203.0.113.5", "https", "localhost")


def test_a_broken_chain_ends_at_the_last_known_address():
    assert seen_by_the_portal("192.0.2.0/24", "192.0.2.7", X_Forwarded_For="x, 192.0.2.8")[0] == "192.0.2.8"


REWRITING = (
    {"X_Original_URL": "/fr/help", "X_Rewrite_URL": "/fr/help", "X_Forwarded_Uri": "/fr/help"},
    {"X_HTTP_Method": "DELETE", "X_HTTP_Method_Override": "DELETE", "X_Method_Override": "DELETE"},
    {"Forwarded": "for=10.9.9.9;host=evil.example;proto=https", "X_Forwarded_Host": "evil.example"},
    {"X_Forwarded_Prefix": "/evil", "X_Forwarded_Server": "evil.example", "X_Script_Name": "/evil"},
    {
        "X_Host": "evil.example",
        "X_Forwarded_Port": "666",
        "True_Client_IP": "10.9.9.9",
        "X_Real_IP": "10.9.9.9",
    },
)


@pytest.mark.parametrize("forged", REWRITING, ids=str)
def test_no_header_leads_to_another_address_or_names_another_host(frame: Flask, forged: dict[str, str]):
    assert get(frame, "/fr/nowhere-at-all", **forged).status_code == 404
    plain, told = get(frame, "/fr/help"), get(frame, "/fr/help", **forged)
    assert told.status_code == plain.status_code == 200
    for sign in (b"evil", b"10.9.9.9", b":666"):
        assert sign not in told.data
    home = get(frame, "/", **forged)
    assert home.headers["Location"] == get(frame, "/").headers["Location"]
    assert "evil" not in str(told.headers) + str(home.headers)
    assert seen_by_the_portal("192.0.2.0/24", "192.0.2.7", **forged) == ("192.0.2.7", "http", "localhost")
