"""One home for all reading tests of a module: they only add to it; people sign in once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.support.browser import TestBrowser
from tests.support.homes import copy_home, running_portal
from tests.support.population import Demo
from tests.support.steps import sign_in_as

NICOLAS, FATOUMATA = "Nicolas Reuland", "Fatoumata Diallo"


@pytest.fixture(scope="module")
def shared_demo(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A copy of the demo population for a whole module."""
    return Demo(copy_home(demo_home, tmp_path_factory.mktemp("record") / "home"))


@pytest.fixture(scope="module")
def shared_portal(shared_demo: Demo) -> Iterator[Flask]:
    """The portal on it."""
    with running_portal(shared_demo.home) as app:
        yield app


@pytest.fixture(scope="module")
def signed_in(shared_demo: Demo, shared_portal: Flask) -> Callable[[str], TestBrowser]:
    """`signed_in(name)` is a fresh window of that person's browser; they signed in once for the module."""
    browsers: dict[str, TestBrowser] = {}

    def browser(name: str) -> TestBrowser:
        if name not in browsers:
            browsers[name] = TestBrowser(shared_portal)
            sign_in_as(browsers[name], shared_demo.patient(name))
        return browsers[name].twin()

    return browser


@pytest.fixture
def nicolas(signed_in: Callable[[str], TestBrowser]) -> TestBrowser:
    """The browser of someone with more than 300 documents."""
    return signed_in(NICOLAS)


@pytest.fixture
def fatoumata(signed_in: Callable[[str], TestBrowser]) -> TestBrowser:
    """The browser of someone whose record was empty."""
    return signed_in(FATOUMATA)


@pytest.fixture
def fatoumatas_record(shared_demo: Demo) -> tuple[Any, str]:
    """Where her documents go: the home and her record's id."""
    return shared_demo.home, str(shared_demo.patient(FATOUMATA).patient_id)
