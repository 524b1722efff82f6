"""The development setting that shifts the clock: the portal goes on speaking with its platform, years ahead."""

from datetime import timedelta
from pathlib import Path

import pytest

from platform_api import clock
from tests.support.browser import TestBrowser
from tests.support.homes import make_ready, running_portal


def test_a_clock_shifted_by_years_leaves_the_portal_its_token(home: Path, monkeypatch: pytest.MonkeyPatch):
    make_ready(home)
    ahead = timedelta(days=1000)
    monkeypatch.setattr(clock, "_offset", ahead)
    with running_portal(home, clock_offset=ahead) as app:
        visitor = TestBrowser(app)
        visitor.open("sign-in")
        page = visitor.submit(email="nobody@example.lu", password="a wrong password")
        assert page.status == 422, "the platform was asked, and answered"
