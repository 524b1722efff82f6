"""No step says a word that stands in no catalogue: each is looked at in a language made of marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.portal.activation.way import EMAIL, PASSWORD, to_email, to_email_code, to_password
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.homes import running_portal, send_due_messages
from tests.support.mailbox import Mailbox
from tests.support.population import Demo, DemoPatient
from tests.support.pseudo import words_outside, write_catalogues


@pytest.fixture
def marked(demo: Demo, tmp_path: Path) -> Iterator[Flask]:
    """The portal, speaking only marked words."""
    with running_portal(demo.home, translations=write_catalogues(tmp_path / "translations")) as app:
        yield app


def test_every_step_speaks_only_words_of_the_catalogues(
    marked: Flask, demo: Demo, holders: list[DemoPatient]
):
    data = {patient.name for patient in demo.patients}
    browser = TestBrowser(marked, check=False)
    mailbox = Mailbox(demo.home, lambda: send_due_messages(marked))
    faults: dict[str, list[str]] = {}

    def look(step: str) -> None:
        if wrong := words_outside(browser.page.root, data):
            faults[step] = wrong

    to_email(browser, holders[0])
    look("the address")
    to_email_code(TestBrowser(marked, check=False), holders[0])
    browser.submit(email=EMAIL)
    look("the mailed code")
    other = TestBrowser(marked, check=False)
    to_password(other, holders[0], mailbox, "other@example.lu")
    browser.submit(email_code=mailbox.last(EMAIL).code)
    look("the password")
    browser.submit(password=PASSWORD, password_again=PASSWORD)
    look("the app")
    secret = browser.page.said("totp-secret")
    browser.submit(totp=Authenticator(secret).code(steps_off=10))
    look("a wrong clock")
    browser.submit(totp=Authenticator(secret).code())
    look("the recovery codes")
    browser.submit(button="continue")
    look("the end")
    other.submit(password=PASSWORD, password_again=PASSWORD)
    other.submit(totp=Authenticator(other.page.said("totp-secret")).code())
    browser = other
    look("overtaken")
    browser.open("object")
    browser.submit(matricule=holders[1].matricule, code=holders[1].letter_code)
    look("objected")
    browser.open("letter")
    browser.submit(matricule=holders[1].matricule, last_name="Weber")
    look("a letter was asked for")
    browser.open("forgotten")
    browser.submit(email=EMAIL)
    look("the link was sent")
    browser.open("forgotten/new-password")
    look("a new password")
    assert faults == {}
