"""Odd words in every field of every form that a person reaches: nothing breaks, nothing runs, nothing is calculated."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from lxml.html import HtmlElement

from tests.portal.helpdesk.conftest import Desk, call
from tests.support.authenticator import Authenticator
from tests.support.browser import ORIGIN, Page, TestBrowser
from tests.support.clock import Clock
from tests.support.page_check import policy_faults
from tests.support.population import Demo
from tests.support.steps import sign_in

ODD = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR '1'='1' -- ",
    "{{ 191*7 }}${191*7}#{191*7}<%= 191*7 %>",
    "javascript:alert(1)",
    "\u202eright to left\u202c \u2066isolated",
    "Ｔｈｅ ｑｕｉｃｋ Zo\u0301e\u0308 \ufdfd\u0e01\u0e34",
    "👩‍⚕️🏳️‍🌈 🤒",
    "\x00\x07\x1b[31mred\x7f",
    "-1e309",
    "../../../../etc/passwd",
    "a\r\nSet-Cookie: odd=1",
    '=HYPERLINK("http://192.0.2.1")',
    "%s%n%x %(name)s {0} {name}",
    "NULL",
    "١٢٣٤٥٦",
    "9" * 400,
    "x" * 5000,
    " \u00a0\u200b\ufeff ",
    "<![CDATA[x]]>&lt;&#x3C;&amp;amp;",
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
)
FREE = {"text", "email", "tel", "search", "password", "number", "date", "url", ""}
ENDS_THE_SESSION = ("/sign-out", "/freeze", "/sessions", "/acting", "/helpdesk/end", "/language")
MOST_PAGES = 90
CALCULATED = str(191 * 7)


def _as_patient(app: Flask, demo: Demo) -> TestBrowser:
    known = demo.patient(state="activated")
    browser = TestBrowser(app, language="fr")
    sign_in(browser, known.email, known.password, Authenticator(known.totp_secret))
    return browser


def _as_caregiver(app: Flask, demo: Demo) -> TestBrowser:
    known = next(
        one for one in demo.known["caregivers"] if any(held["state"] == "active" for held in one["mandates"])
    )
    browser = TestBrowser(app, language="lb")
    sign_in(browser, known["email"], known["password"], Authenticator(known["totp_secret"]))
    return browser


def _as_agent(app: Flask, demo: Demo) -> TestBrowser:
    browser = Desk(demo, app).agent(language="de")
    one = demo.patient(state="activated")
    call(browser, one.matricule, one.name.split()[-1])
    return browser


def _as_supervisor(app: Flask, demo: Demo) -> TestBrowser:
    return Desk(demo, app).supervisor(language="fr")


def _as_visitor(app: Flask, _demo: Demo) -> TestBrowser:
    return TestBrowser(app, language="en")


PEOPLE = {
    "a patient": _as_patient,
    "a caregiver": _as_caregiver,
    "an agent": _as_agent,
    "a supervisor": _as_supervisor,
    "a visitor": _as_visitor,
}


def _pages(browser: TestBrowser) -> Iterator[Page]:
    """Every page that links lead to, each kind of address once."""
    waiting, seen = [f"{ORIGIN}/{browser.language}/", browser.page.url], set[str]()
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.pop(0)
        kind = "/".join(
            "…" if any(sign.isdigit() for sign in part) else part for part in urlsplit(url).path.split("/")
        )
        if kind in seen or not kind.startswith(f"/{browser.language}"):
            continue
        seen.add(kind)
        page = browser.open(url)
        if page.tree is None or page.status != 200:
            continue
        waiting += page.links()
        yield page


def _forms(page: Page) -> Iterator[tuple[str, HtmlElement]]:
    for form in page.root.xpath("//form"):
        action = urlsplit(urljoin(page.url, form.get("action") or page.url)).path
        if not action.endswith(ENDS_THE_SESSION):
            yield action, form


def _free_fields(form: HtmlElement) -> list[str]:
    fields = []
    for element in form.xpath(".//input[@name]|.//textarea[@name]"):
        kind = "text" if element.tag == "textarea" else element.get("type", "")
        if kind in FREE and element.get("name") != "csrf_token":
            fields.append(element.get("name"))
    return list(dict.fromkeys(fields))


def _assert_harmless(page: Page, typed: dict[str, Any], where: str) -> None:
    assert page.status < 500, f"{where} answers {page.status} to {typed}"
    assert page.headers.get("Set-Cookie", "").count("odd=") == 0
    if page.tree is None:
        return
    assert list(policy_faults(page.root)) == [], where
    assert page.root.xpath("//img[@src='x']") == [], where
    shown = page.root.xpath("//*[not(self::script)]/text()")
    assert not any(CALCULATED in one for one in shown), f"{where} calculates what was typed"


@pytest.mark.parametrize("who", PEOPLE)
def test_odd_words_break_nothing_and_are_only_words(who: str, demo: Demo, demo_portal: Flask, clock: Clock):
    browser = PEOPLE[who](demo_portal, demo)
    browser.check = False  # it would take what was typed for a fault of the page
    tried: set[tuple[str, ...]] = set()
    turn = 0
    for page in list(_pages(browser)):
        for action, form in _forms(page):
            fields = _free_fields(form)
            if not fields or (action, *fields) in tried:
                continue
            tried.add((action, *fields))
            for _round in range(3):
                typed = {name: ODD[(turn + place) % len(ODD)] for place, name in enumerate(fields)}
                turn += 2
                browser.page = page
                answer = browser.submit(form=form.get("action") or None, **typed)
                _assert_harmless(answer, typed, f"{page.path} → {action}")
    assert len(tried) >= (3 if who == "a visitor" else 4), sorted(tried)
    for page in _pages(browser):  # whatever was kept is shown as words, too
        _assert_harmless(page, {}, page.path)
