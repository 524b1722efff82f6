"""Somebody with an account, and further browsers."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.population import Demo, DemoPatient
from tests.support.steps import sign_in


@pytest.fixture
def claire(demo: Demo) -> DemoPatient:
    """Somebody who activated her record."""
    return demo.patient("Claire")


@pytest.fixture
def enter(demo_portal: Flask) -> Callable[[DemoPatient, Authenticator], TestBrowser]:
    """Sign somebody in, in a browser of their own."""

    def do(patient: DemoPatient, app: Authenticator) -> TestBrowser:
        browser = TestBrowser(demo_portal)
        sign_in(browser, patient.email, patient.password, app)
        return browser

    return do
