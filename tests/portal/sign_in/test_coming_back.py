"""After signing in people are where they were going: on a page of ours, never anywhere else."""

import pytest
from flask import Flask

from tests.portal.sign_in.way import into_the_record, notice, reference, to_second_step
from tests.support.authenticator import Authenticator
from tests.support.browser import ORIGIN, TestBrowser
from tests.support.clock import Clock
from tests.support.population import DemoPatient
from tests.support.steps import sign_out

ELSEWHERE = [
    *(
        "https://evil.example",
        "http://evil.example/",
        "//evil.example",
        "///evil.example",
        "////evil.example",
    ),
    *("/\\evil.example", "\\\\evil.example", "\\/\\/evil.example", "/\\/evil.example", "https:evil.example"),
    *("https:/evil.example", "https:///evil.example", "HtTpS://evil.example", "//evil.example:443/fr/help"),
    *(
        "//evil.example@localhost/fr/help",
        "https://localhost@evil.example/fr/help",
        "//localhost.evil.example",
    ),
    *(
        "https://localhost/fr/help",
        "//localhost/fr/help",
        "//localhost:8000/fr/help",
        "http:\\\\evil.example",
    ),
    *(
        "/%2fevil.example",
        "/%5cevil.example",
        "%2f%2fevil.example",
        "/fr/%2f%2fevil.example",
        "/fr//evil.example",
    ),
    *(
        "/fr/..//evil.example",
        "/fr/../../evil.example",
        "/./fr/help",
        "/fr/./help",
        "/fr/%2e%2e/help",
        "/fr/help/..",
    ),
    *(
        "\t//evil.example",
        "/\t/evil.example",
        "\n//evil.example",
        "/\r\n/evil.example",
        "//evil\u3002example",
    ),
    *(
        "/fr/help\r\nLocation: https://evil.example",
        "/fr/help%0d%0aSet-Cookie:a=b",
        "/fr/help\0",
        "\0/fr/help",
    ),
    *(
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "javascript://localhost/%0aalert(1)",
    ),
    *(
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "blob:https://x/y",
    ),
    *("mailto:a@evil.example", "tel:+352", "ftp://evil.example", "ws://evil.example", "about:blank"),
    *("/fr/help@evil.example", "/fr/help;//evil.example", "/fr/help#//evil.example", "?next=//evil.example"),
    *("#evil", ".", "..", "evil.example", "fr/help", "/", "/fr", "/xx/help", "/fr/nowhere", "/FR/help"),
    *("/fr/sign-in", "/fr/sign-in?next=//evil.example", "/fr/sign-out", "/fr/sign-in/again", "/fr/activate"),
    *(
        "/static/css/site.css",
        "/fhir/metadata",
        "/dsp/v1/session",
        "/metrics",
        "/health/live",
        "/oauth/token",
    ),
    *(
        "／／evil.example",
        "/\u2044evil.example",
        "/fr/hélp",
        "/fr/help?x=\u202e",
        "/fr/help?" + "x" * 5000,
        " /fr/help",
    ),
]


@pytest.fixture(scope="module")
def one_portal(demo_home, tmp_path_factory: pytest.TempPathFactory):
    """One portal for all ways that lead elsewhere."""
    from tests.support.homes import copy_home, running_portal

    with running_portal(copy_home(demo_home, tmp_path_factory.mktemp("ways") / "home")) as app:
        yield app


@pytest.fixture(scope="module")
def signed_in(one_portal: Flask, demo_home) -> TestBrowser:
    """Somebody signed in, whom the sign-in page sends straight on."""
    from tests.support.population import Demo

    browser = TestBrowser(one_portal)
    into_the_record(browser, Demo(demo_home).patient("Claire"))
    return browser


@pytest.mark.parametrize("target", ELSEWHERE, ids=lambda target: repr(target)[:40])
def test_no_address_leads_elsewhere(signed_in: TestBrowser, target: str):
    answer = signed_in._send("GET", ORIGIN + "/en/sign-in", query_string={"next": target})
    assert answer.status_code in (303, 400)
    if answer.status_code == 303:
        assert answer.headers["Location"] == "/en/record"


@pytest.mark.parametrize("target", ELSEWHERE[:12], ids=lambda target: repr(target)[:40])
def test_no_link_of_the_steps_carries_it_along(one_portal: Flask, target: str):
    page = TestBrowser(one_portal).open("sign-in", next=target)
    assert b"evil.example" not in b"".join(
        str(found).encode() for found in page.root.xpath("//main//@href | //main//@action")
    )


def test_a_long_list_is_tried():
    assert len(set(ELSEWHERE)) >= 60


@pytest.mark.parametrize("path", ["documents", "journal", "account", "record"])
def test_who_opens_a_page_by_its_address_comes_back_to_it(
    demo_visitor: TestBrowser, claire: DemoPatient, path: str
):
    demo_visitor.open(path)
    assert demo_visitor.page.path == "/en/sign-in"
    demo_visitor.submit(email=claire.email, password=claire.password)
    page = demo_visitor.submit(totp=Authenticator(claire.totp_secret).code())
    assert page.path == f"/en/{path}"


def test_search_and_page_of_a_list_are_kept(demo_visitor: TestBrowser, claire: DemoPatient):
    demo_visitor.open("documents", q="sang", group="laboratory")
    demo_visitor.submit(email=claire.email, password=claire.password)
    demo_visitor.submit(recovery_code="wrong")
    demo_visitor.follow("Back")
    page = demo_visitor.submit(totp=Authenticator(claire.totp_secret).code())
    assert page.path == "/en/documents"
    assert page.value("q") == "sang"


def test_a_wrong_password_does_not_lose_the_way(demo_visitor: TestBrowser, claire: DemoPatient):
    demo_visitor.open("journal")
    demo_visitor.submit(email=claire.email, password="wrong password")
    demo_visitor.submit(email=claire.email, password=claire.password)
    app = Authenticator(claire.totp_secret)
    demo_visitor.submit(totp=app.wrong_code())
    assert demo_visitor.submit(totp=app.code()).path == "/en/journal"


def test_who_was_away_is_told_so_and_comes_back(demo_visitor: TestBrowser, claire: DemoPatient, clock: Clock):
    app = into_the_record(demo_visitor, claire)
    demo_visitor.open("documents")
    clock.forward(minutes=16)
    page = demo_visitor.follow("Access log")
    assert page.path == "/en/sign-in"
    assert "you were away for a while" in notice(page)
    assert not page.has("signed-in-as")
    demo_visitor.submit(email=claire.email, password=claire.password)
    assert demo_visitor.submit(totp=app.code()).path == "/en/journal"


def test_a_part_of_a_page_asked_for_too_late_leads_to_the_same_words(
    demo_visitor: TestBrowser, claire: DemoPatient, clock: Clock
):
    into_the_record(demo_visitor, claire)
    demo_visitor.open("documents")
    clock.forward(minutes=16)
    headers = {"HX-Request": "true", "HX-Target": "results", "HX-Current-URL": ORIGIN + "/en/documents?q=a"}
    answer = demo_visitor._send("GET", ORIGIN + "/en/documents?q=ab", headers=headers)
    assert answer.status_code == 200
    assert answer.get_data() == b""
    target = answer.headers["HX-Redirect"]
    assert target.startswith("/en/sign-in?next=/en/documents")
    page = demo_visitor.open(target)
    assert "you were away for a while" in notice(page)


def test_the_end_of_the_idle_time_is_explained_on_the_sign_in_page(
    demo_visitor: TestBrowser, claire: DemoPatient, clock: Clock
):
    into_the_record(demo_visitor, claire)
    clock.forward(minutes=16)
    page = demo_visitor.open("sign-in")
    assert "you were away for a while" in notice(page)
    assert notice(demo_visitor.again()) == ""


def test_a_public_page_stays_readable_for_who_was_away(
    demo_visitor: TestBrowser, claire: DemoPatient, clock: Clock
):
    into_the_record(demo_visitor, claire)
    clock.forward(minutes=16)
    page = demo_visitor.open("help")
    assert page.status == 200
    assert not page.has("signed-in-as")


def test_signed_in_pages_ask_before_they_end(demo_visitor: TestBrowser, claire: DemoPatient):
    into_the_record(demo_visitor, claire)
    page = demo_visitor.open("documents")
    assert page.root.xpath("//body/@data-idle-seconds") == ["900"]
    dialog = page.root.xpath("//dialog[@id='idle']")[0]
    title = page.root.xpath("//*[@id=$id]", id=dialog.get("aria-labelledby"))[0]
    assert title.text_content() == "Are you still there?"
    assert [" ".join(button.text_content().split()) for button in dialog.xpath(".//button")] == [
        "Stay signed in",
        "Sign out now",
    ]
    assert demo_visitor._send("GET", ORIGIN + dialog.get("data-extend")).status_code == 204


def test_strangers_have_no_such_dialog(demo_visitor: TestBrowser):
    page = demo_visitor.open("sign-in")
    assert not page.root.xpath("//dialog")
    assert not page.root.xpath("//body/@data-idle-seconds")


# Leaving


def test_signing_out_ends_the_session_itself_not_only_the_cookie(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    into_the_record(demo_visitor, claire)
    thief = demo_visitor.twin()
    page = sign_out(demo_visitor)
    assert page.path == "/en/sign-out"
    assert page.has("signed-out")
    assert not page.has("signed-in-as")
    assert reference(demo_visitor) is None
    assert thief.open("record").path == "/en/sign-in"


def test_signing_out_empties_the_browser_and_nothing_personal_was_kept(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    into_the_record(demo_visitor, claire)
    for path in ("record", "documents", "account", "journal"):
        assert demo_visitor.open(path).headers["Cache-Control"] == "no-store"
    token = demo_visitor.page.root.xpath("//form[contains(@action,'/sign-out')]//input/@value")[0]
    answer = demo_visitor._send("POST", ORIGIN + "/en/sign-out", data={"csrf_token": token})
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_back_after_signing_out_shows_nothing(demo_visitor: TestBrowser, claire: DemoPatient):
    into_the_record(demo_visitor, claire)
    before = demo_visitor.open("account").url
    sign_out(demo_visitor)
    page = demo_visitor.open(before)
    assert page.path == "/en/sign-in"
    assert "Claire" not in page.text


def test_signing_out_twice_does_no_harm(demo_visitor: TestBrowser, claire: DemoPatient):
    into_the_record(demo_visitor, claire)
    window = demo_visitor.page
    sign_out(demo_visitor)
    demo_visitor.page = window
    assert sign_out(demo_visitor).has("signed-out")


def test_signing_out_works_from_a_page_that_was_open_for_days(
    demo_visitor: TestBrowser, claire: DemoPatient, clock: Clock
):
    into_the_record(demo_visitor, claire)
    clock.forward(days=2)
    assert sign_out(demo_visitor).has("signed-out")
    assert reference(demo_visitor) is None


def test_signing_out_half_way_works_too(demo_visitor: TestBrowser, claire: DemoPatient):
    to_second_step(demo_visitor, claire)
    demo_visitor.press("Sign in as somebody else")
    assert reference(demo_visitor) is None


def test_another_site_cannot_sign_anybody_out(demo_visitor: TestBrowser, claire: DemoPatient):
    into_the_record(demo_visitor, claire)
    answer = demo_visitor._send("POST", ORIGIN + "/en/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert demo_visitor.open("record").has("signed-in-as")
