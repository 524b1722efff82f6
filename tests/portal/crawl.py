"""Everybody who has a browser, each signed in, and every page that links lead them to."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask

from tests.portal.helpdesk.conftest import Desk, call
from tests.support.authenticator import Authenticator
from tests.support.browser import ORIGIN, Page, TestBrowser
from tests.support.population import Demo
from tests.support.steps import sign_in

MOST_PAGES = 90


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


def pages(browser: TestBrowser) -> Iterator[Page]:
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
