"""Nicolas Reuland at his browser, and what his doctors' software gets of him."""

from dataclasses import dataclass

import pytest
from flask import Flask

from platform_api import operations
from platform_api.operations import OnBehalf
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.homes import settings_for
from tests.support.population import Demo, DemoPatient
from tests.support.steps import sign_in


@dataclass
class Writer:
    """Somebody of the demo who writes a statement."""

    demo: Demo
    app: Flask
    known: DemoPatient
    browser: TestBrowser
    authenticator: Authenticator

    def another_browser(self) -> TestBrowser:
        """The same person on another phone."""
        browser = TestBrowser(self.app)
        sign_in(browser, self.known.email, self.known.password, self.authenticator)
        return browser

    def as_doctors(self, path: str) -> set[int]:
        """The statuses that the professionals of the demo get for a document, through their own software."""
        software = next(one for one in self.demo.known["software"] if one["state"] == "conformant")
        found = []
        for one in self.demo.known["professionals"]:
            behalf = OnBehalf(one["id"], "TREAT", None, "")
            token = operations.obtain_token(
                settings_for(self.demo.home), software["client_id"], behalf=behalf
            )
            answer = self.app.test_client().get(path, headers={"Authorization": f"Bearer {token}"})
            found.append(answer.status_code)
        return set(found)


@pytest.fixture
def nicolas(demo: Demo, demo_portal: Flask) -> Writer:
    """Nicolas Reuland, signed in, in English."""
    known = demo.patient("Reuland")
    browser = TestBrowser(demo_portal)
    authenticator = Authenticator(known.totp_secret)
    sign_in(browser, known.email, known.password, authenticator)
    return Writer(demo, demo_portal, known, browser, authenticator)
