"""People of the demo at their browsers, their apps at hand: holders and caregivers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from tests.support.authenticator import Authenticator
from tests.support.browser import Page, TestBrowser
from tests.support.population import Demo
from tests.support.steps import sign_in


@dataclass
class Someone:
    """Somebody signed in."""

    known: dict[str, Any]
    browser: TestBrowser
    authenticator: Authenticator

    def go(self, path: str) -> Page:
        """Open a page."""
        return self.browser.open(path)

    def proving(self, page: Page) -> Page:
        """Type a fresh code where the page asks for one."""
        asks = page.root.xpath("//*[@name='totp']")
        return self.browser.submit(totp=self.authenticator.code()) if asks else page


People = Callable[[str], Someone]


def act_for(someone: Someone, name: str) -> None:
    """Choose for whom one acts."""
    page = someone.go("acting")
    row = next(one for one in page.marks("mandate-row") if name in one.text_content())
    someone.browser.submit(form="/en/acting", **{"for": row.get("data-mandate-id")})


@pytest.fixture
def people(demo: Demo, demo_portal: Flask) -> Callable[[str], Someone]:
    """Somebody of the demo by name, with a record or without, signed in."""

    def signed_in(name: str) -> Someone:
        everybody = [*demo.known["caregivers"], *demo.known["patients"]]
        known = next(one for one in everybody if name in one["name"] and one.get("password"))
        someone = Someone(known, TestBrowser(demo_portal), Authenticator(known["totp_secret"]))
        sign_in(someone.browser, known["email"], known["password"], someone.authenticator)
        return someone

    return signed_in
