"""The same way without any script, in each language: activate, read, sign out, sign in again, look at the journal."""

import pytest

from tests.support.browser import TestBrowser
from tests.support.mailbox import Mailbox
from tests.support.population import Demo
from tests.support.steps import activate, sign_in, sign_out
from tests.support.tree import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_letter_to_the_first_document(
    demo: Demo, demo_visitor: TestBrowser, mailbox: Mailbox, language: str
):
    browser = demo_visitor
    browser.language = language
    patient = demo.patient("Rui Miguel Antunes")

    person = activate(browser, patient.matricule, patient.code_in_letter, mailbox)
    assert len(person.recovery_codes) == 10
    browser.press("continue")
    assert patient.name in browser.page.said("signed-in-as")

    rows = browser.open("documents").marks("document-row")
    assert rows
    document = browser.follow("document-open")
    assert document.said("document-title")
    assert document.has("document-body")
    original = browser.follow("document-original")
    assert original.status == 200
    assert "attachment" in original.headers["Content-Disposition"]

    browser.open("journal")
    assert browser.page.has("journal-entry")
    assert sign_out(browser).has("signed-out")
    assert browser.open("documents").path.endswith("/sign-in")

    sign_in(browser, person.email, person.password, person.authenticator)
    assert patient.name in browser.page.said("signed-in-as")
