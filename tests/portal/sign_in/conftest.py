"""Somebody with an account, the couple that shares an address, and further browsers."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.browser import TestBrowser
from tests.support.population import Demo, DemoPatient


@pytest.fixture
def claire(demo: Demo) -> DemoPatient:
    """Somebody who activated her record."""
    return demo.patient("Claire")


@pytest.fixture
def ferdinand(demo: Demo) -> DemoPatient:
    """One of two people with the same e-mail address."""
    return demo.patient("Ferdinand")


@pytest.fixture
def leonie(demo: Demo) -> DemoPatient:
    """The other one."""
    return demo.patient("Léonie")


@pytest.fixture
def another_browser(demo_portal: Flask) -> Callable[[], TestBrowser]:
    """A browser that has nothing to do with the first one, at another address."""
    return lambda: TestBrowser(demo_portal, address="198.51.100.7")
