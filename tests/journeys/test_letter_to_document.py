"""The product's main job in Chromium: from the code in the letter's PDF to the first document read."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.support.authenticator import Authenticator
from tests.support.letter import letter_qr
from tests.support.mailbox import Mailbox
from tests.support.population import Demo, DemoPatient
from tests.support.tree import ROOT

PHONE: ViewportSize = {"width": 390, "height": 844}
PASSWORD = "brisk otter lantern seventeen"
Axe = Callable[[Page], None]


def _go_on(page: Page, **fields: str) -> None:
    """Fill in the step in front and press its main button."""
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    form = page.locator("form").filter(has=page.locator(f"[name={next(iter(fields))}]"))
    form.locator("button[type=submit]").first.click()


def _test_id(page: Page, name: str) -> Any:
    return page.locator(f"[data-testid={name}]")


def _activate(page: Page, axe: Axe, mailbox: Mailbox, patient: DemoPatient, email: str) -> Authenticator:
    axe(page)
    _go_on(
        page,
        matricule=patient.matricule,
        code=page.locator("[name=code]").input_value() or patient.code_in_letter,
    )
    expect(page.locator("[name=email]")).to_be_visible()
    axe(page)
    _go_on(page, email=email)
    expect(page.locator("[name=email_code]")).to_be_visible()
    axe(page)
    _go_on(page, email_code=mailbox.last(email).code)
    expect(page.locator("[name=password]")).to_be_visible()
    axe(page)
    _go_on(page, password=PASSWORD, password_again=PASSWORD)
    expect(_test_id(page, "totp-secret")).to_be_visible()
    app = Authenticator(_test_id(page, "totp-secret").inner_text())
    axe(page)
    _go_on(page, totp=app.code())
    expect(_test_id(page, "recovery-codes")).to_be_visible()
    axe(page)
    _test_id(page, "continue").click()
    return app


def _read_the_first_document(page: Page, axe: Axe) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + f"/{_language(page)}/documents")
    expect(_test_id(page, "document-list")).to_be_visible()
    axe(page)
    _test_id(page, "document-open").first.click()
    expect(_test_id(page, "document-title")).to_be_visible()
    expect(_test_id(page, "document-body")).to_be_visible()
    axe(page)


def _language(page: Page) -> str:
    return str(page.locator("html").get_attribute("lang"))


@pytest.fixture
def letter(live_server: Any) -> DemoPatient:
    """Someone with a printed letter; each test of this module takes another one."""
    taken = live_server.environment.setdefault("letters", [])
    for patient in Demo(live_server.home).patients:
        if patient.state == "created" and patient.known.get("letter_pdf") and patient.matricule not in taken:
            taken.append(patient.matricule)
            return patient
    raise AssertionError("the demo population has too few printed letters")


@pytest.fixture
def mailbox(live_server: Any) -> Mailbox:
    """The mail that the running server sent."""
    return Mailbox(live_server.home)


def test_on_a_phone_by_the_qr_code(
    page: Page, axe: Axe, letter: DemoPatient, mailbox: Mailbox, live_server: Any
):
    page.set_viewport_size(PHONE)
    address = next(text for text in letter_qr(letter.letter) if "#c=" in text)
    path, _, fragment = address.partition("#")
    page.goto("/" + path.split("/", 3)[3] + "#" + fragment)
    expect(page.locator("[name=code]")).not_to_have_value("")
    _activate(page, axe, mailbox, letter, "phone@example.lu")
    _read_the_first_document(page, axe)


def test_on_a_desktop_by_typing_then_signing_in_again(
    page: Page, axe: Axe, letter: DemoPatient, mailbox: Mailbox
):
    page.goto("/de/activate")
    app = _activate(page, axe, mailbox, letter, "desktop@example.lu")
    _test_id(page, "signed-in-as").wait_for()
    page.locator("form[action$='/sign-out'] button").first.click()
    expect(_test_id(page, "signed-out")).to_be_visible()
    axe(page)
    page.goto("/de/sign-in")
    _go_on(page, email="desktop@example.lu", password=PASSWORD)
    _go_on(page, totp=app.code())
    expect(_test_id(page, "signed-in-as")).to_be_visible()
    page.goto("/de/journal")
    expect(_test_id(page, "journal-entry").first).to_be_visible()
    axe(page)


def test_a_patient_with_many_documents_finds_one(
    page: Page, axe: Axe, live_server: Any, request: pytest.FixtureRequest
):
    patient = max(
        (one for one in Demo(live_server.home).patients if one.known.get("totp_secret")),
        key=lambda one: one.known.get("documents", 0),
    )
    page.goto("/fr/sign-in")
    _go_on(page, email=patient.email, password=patient.password)
    _go_on(page, totp=Authenticator(patient.totp_secret).code())
    page.goto("/fr/documents")
    rows = _test_id(page, "document-row")
    expect(rows.first).to_be_visible()
    axe(page)
    if request.config.getoption("--pictures"):
        _pictures(page)


def _pictures(page: Page) -> None:
    """The README's screenshots."""
    folder = ROOT / "docs" / "img"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / "documents.png")
    _test_id(page, "document-open").first.click()
    _test_id(page, "document-body").wait_for()
    page.set_viewport_size(PHONE)
    page.screenshot(path=folder / "document-phone.png")
    page.goto("/lb/documents")
    page.screenshot(path=folder / "documents-phone.png")
