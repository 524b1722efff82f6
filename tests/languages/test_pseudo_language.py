"""Walk every page that links lead to, in a language made of marks: a word without its marks stands in no catalogue."""

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from platform_api import document_types
from platform_api.models import Organisation, Professional
from tests.support.browser import ORIGIN, TestBrowser
from tests.support.homes import running_platform, running_portal
from tests.support.population import Demo
from tests.support.pseudo import words_outside, write_catalogues
from tests.support.steps import sign_in_as

MOST_PAGES = 80
ALIKE = 3  # pages of one kind (documents, filters) that are looked at


@pytest.fixture
def pseudo_portal(demo: Demo, tmp_path: Path) -> Iterator[Flask]:
    """The portal on the demo population, speaking only marked words."""
    with running_portal(demo.home, translations=write_catalogues(tmp_path / "translations")) as app:
        yield app


def _kind(address: str) -> str:
    parts = urlsplit(address)
    steps = [("*" if any(sign.isdigit() for sign in step) else step) for step in parts.path.split("/")]
    names = sorted(pair.split("=")[0] for pair in parts.query.split("&") if pair)
    return "/".join(steps) + "?" + "&".join(names)


def _walk(
    browser: TestBrowser, start: list[str], look: Callable[[TestBrowser], list[str]]
) -> dict[str, list[str]]:
    """Every fault by address, over all pages that links lead to; signing out is left alone."""
    waiting = deque(ORIGIN + address if address.startswith("/") else address for address in start)
    seen: set[str] = set()
    kinds: dict[str, int] = {}
    faults: dict[str, list[str]] = {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft().split("#")[0]
        kind = _kind(address)
        if address in seen or kinds.get(kind, 0) >= ALIKE or not address.startswith(ORIGIN + "/en"):
            continue
        seen.add(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        page = browser.open(address)
        if page.tree is None:
            continue
        assert page.status < 500, f"{address} answered {page.status}"
        if wrong := look(browser):
            faults[address] = wrong
        waiting.extend(page.links())
    assert len(seen) >= len(start)
    return faults


def _data_of(demo: Demo) -> set[str]:
    """Names that only the record knows: people, professionals, organisations, and the published code systems."""
    with running_platform(demo.home) as app, app.extensions["dsp-platform"].database.read() as connection:
        organisations = set(connection.scalars(select(Organisation.name)))
        professionals = {
            " ".join(row) for row in connection.execute(select(Professional.given, Professional.family))
        }
    types = {label for kind in document_types.document_types().values() for label in kind.labels.values()}
    return {patient.name for patient in demo.patients} | organisations | professionals | types


def test_a_stranger_sees_only_words_of_the_catalogues(pseudo_portal: Flask, demo: Demo):
    browser = TestBrowser(pseudo_portal, language="en", check=False)
    start = [
        "/en/",
        "/en/activate",
        "/en/sign-in",
        "/en/object",
        "/en/forgotten",
        "/en/help",
        "/en/no-such-page",
    ]
    data = _data_of(demo)
    faults = _walk(browser, start, lambda b: words_outside(b.page.root, data))
    assert not faults, "\n" + "\n".join(f"{address}: {words}" for address, words in faults.items())


def test_a_patient_sees_only_words_of_the_catalogues_and_their_own_data(pseudo_portal: Flask, demo: Demo):
    browser = TestBrowser(pseudo_portal, language="en", check=False)
    sign_in_as(browser, demo.patient(state="activated"))
    start = ["/en/", "/en/documents", "/en/journal", "/en/account"]
    data = _data_of(demo)
    faults = _walk(browser, start, lambda b: words_outside(b.page.root, data))
    assert not faults, "\n" + "\n".join(f"{address}: {words}" for address, words in faults.items())


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("activate", {"matricule": "1234", "code": "AAAA"}),
        ("sign-in", {"email": "nobody", "password": "x"}),
        ("object", {"matricule": "1234", "code": "AAAA"}),
        ("forgotten", {"email": "nobody"}),
    ],
)
def test_refused_forms_speak_only_words_of_the_catalogues(
    pseudo_portal: Flask, path: str, fields: dict[str, str]
):
    browser = TestBrowser(pseudo_portal, language="en", check=False)
    browser.open(path)
    page = browser.submit(**fields)
    assert page.status in (200, 422)
    assert words_outside(page.root) == []
