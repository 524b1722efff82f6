"""Staff of the demo at their desks, and patients beside them."""

from dataclasses import dataclass

import pytest
from flask import Flask

from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.population import Demo
from tests.support.steps import sign_in


@dataclass
class Desk:
    """The demo's helpdesk: each call of a method is somebody signing in at a browser of their own."""

    demo: Demo
    app: Flask

    def _staff(self, role: str, place: int, language: str) -> TestBrowser:
        known = [one for one in self.demo.known["helpdesk"] if one["role"] == role][place]
        browser = TestBrowser(self.app, language=language)
        sign_in(browser, known["email"], known["password"], Authenticator(known["totp_secret"]))
        return browser

    def agent(self, place: int = 0, language: str = "en") -> TestBrowser:
        """The first or the second agent."""
        return self._staff("agent", place, language)

    def supervisor(self, language: str = "en") -> TestBrowser:
        """The supervisor."""
        return self._staff("supervisor", 0, language)

    def strangers_browser(self) -> TestBrowser:
        """A browser that nobody has used yet."""
        return TestBrowser(self.app, language="en")

    def patient(self, name: str, language: str = "en") -> TestBrowser:
        """A patient at home."""
        known = self.demo.patient(name)
        browser = TestBrowser(self.app, language=language)
        sign_in(browser, known.email, known.password, Authenticator(known.totp_secret))
        return browser


@pytest.fixture
def desk(demo: Demo, demo_portal: Flask) -> Desk:
    """The helpdesk of the demo population."""
    return Desk(demo, demo_portal)


def call(browser: TestBrowser, matricule: str, name: str, **choices: str) -> None:
    """Somebody calls: the agent types who it is and opens the case."""
    browser.open("helpdesk")
    browser.submit(matricule=matricule, name=name, **choices)


def acts(browser: TestBrowser) -> set[str]:
    """The acts that the case offers now."""
    return {str(one.get("data-act")) for one in browser.page.marks("allowed-act")}


def level(browser: TestBrowser) -> str:
    """How far the caller is proved."""
    return str(browser.page.mark("proof-level").get("data-level"))
