"""People with a printed letter, and a second browser."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.browser import TestBrowser
from tests.support.population import Demo, DemoPatient


@pytest.fixture
def holders(demo: Demo) -> list[DemoPatient]:
    """Everybody whose letter lies there unused."""
    found = [one for one in demo.patients if one.state == "created" and one.letter_code]
    assert len(found) >= 2, "the demo needs two people with a printed letter"
    return found


@pytest.fixture
def holder(holders: list[DemoPatient]) -> DemoPatient:
    """Somebody with a printed letter."""
    return holders[0]


@pytest.fixture
def another_phone(demo_portal: Flask) -> Callable[[], TestBrowser]:
    """A browser that has nothing to do with the first one, at another address."""
    return lambda: TestBrowser(demo_portal, address="198.51.100.7")
