"""The way from the letter in Chromium, as people take it: with mistakes, by keyboard, back and forth, no scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from platform_api import letter_codes
from tests.support.authenticator import Authenticator
from tests.support.mailbox import Mailbox
from tests.support.population import Demo, DemoPatient

PHONE: ViewportSize = {"width": 390, "height": 844}
PASSWORD = "brisk otter lantern seventeen"
ANOTHER_CODE = letter_codes.grouped("ABCDEFGHJKM" + letter_codes.check_character("ABCDEFGHJKM"))
Axe = Callable[[Page], None]


@pytest.fixture
def holder(live_server: Any) -> DemoPatient:
    """Somebody with a printed letter; each test of this module takes another one."""
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


@pytest.fixture
def on_a_phone(page: Page) -> Page:
    """The page, as narrow as a phone."""
    page.set_viewport_size(PHONE)
    return page


def _field(page: Page, name: str) -> Locator:
    return page.locator(f"[name={name}]")


def _mark(page: Page, name: str) -> Locator:
    return page.locator(f"[data-testid={name}]")


def _go_on(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        _field(page, name).fill(value)
    form = page.locator("form").filter(has=_field(page, next(iter(fields))))
    form.locator("button[type=submit]").first.click()


def _looks_right(page: Page, axe: Axe) -> None:
    axe(page)
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{page.url} is {width[0]} px wide"


def _to_app(page: Page, mailbox: Mailbox, patient: DemoPatient, email: str) -> Authenticator:
    page.goto("/en/activate")
    _go_on(page, matricule=patient.matricule, code=patient.code_in_letter)
    _go_on(page, email=email)
    expect(_field(page, "email_code")).to_be_visible()
    _go_on(page, email_code=mailbox.last(email).code)
    _go_on(page, password=PASSWORD, password_again=PASSWORD)
    return Authenticator(_mark(page, "totp-secret").inner_text())


def test_every_mistake_on_the_way_is_accessible_on_a_phone(
    on_a_phone: Page, axe: Axe, holder: DemoPatient, mailbox: Mailbox
):
    page = on_a_phone

    def refused() -> None:
        summary = _mark(page, "error-summary")
        expect(summary).to_be_focused()
        _looks_right(page, axe)

    page.goto("/fr/activate")
    _looks_right(page, axe)
    _go_on(page, matricule="1983 0812 345", code="abc")
    refused()
    _go_on(page, matricule=holder.matricule, code=ANOTHER_CODE)
    refused()
    _go_on(page, code=holder.code_in_letter)
    expect(_field(page, "email")).to_be_visible()
    _looks_right(page, axe)
    _go_on(page, email="jempi@")
    refused()
    _go_on(page, email="mistakes@example.lu")
    expect(_field(page, "email_code")).to_be_visible()
    _looks_right(page, axe)
    code = mailbox.last("mistakes@example.lu").code
    _go_on(page, email_code="000000" if code != "000000" else "111111")
    refused()
    _go_on(page, email_code=code)
    expect(_field(page, "password")).to_be_visible()
    _looks_right(page, axe)
    _go_on(page, password="password1234", password_again="password1234")
    refused()
    _go_on(page, password=PASSWORD, password_again=PASSWORD)
    expect(_mark(page, "totp-secret")).to_be_visible()
    _looks_right(page, axe)
    app = Authenticator(_mark(page, "totp-secret").inner_text())
    _go_on(page, totp=app.code(steps_off=10))
    refused()
    _go_on(page, totp=Authenticator(app.secret).code())
    expect(_mark(page, "recovery-codes")).to_be_visible()
    _looks_right(page, axe)
    _mark(page, "continue").click()
    expect(_mark(page, "activated")).to_be_visible()
    _looks_right(page, axe)


def test_all_of_it_without_scripts(
    browser: Browser, browser_context_args: dict[str, Any], holder: DemoPatient, mailbox: Mailbox
):
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE, "java_script_enabled": False})
    page = context.new_page()
    app = _to_app(page, mailbox, holder, "plain@example.lu")
    expect(page.locator("[data-copy]")).to_be_hidden()
    _go_on(page, totp=app.code())
    expect(_mark(page, "recovery-codes")).to_be_visible()
    assert len(_mark(page, "recovery-codes").locator("li").all_inner_texts()) == 10
    with page.expect_download() as download:
        page.locator("a[download]").click()
    assert download.value.suggested_filename == "dsp-recovery-codes.txt"
    _mark(page, "continue").click()
    expect(_mark(page, "activated")).to_be_visible()
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page).to_have_url(browser_context_args["base_url"] + "/en/record")
    context.close()


def test_with_the_keyboard_alone(page: Page, holder: DemoPatient, mailbox: Mailbox):
    keys = page.keyboard
    page.goto("/de/activate")
    keys.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    keys.press("Enter")
    keys.press("Tab")
    expect(_field(page, "matricule")).to_be_focused()
    keys.type(holder.matricule)
    keys.press("Tab")
    keys.type(holder.code_in_letter)
    keys.press("Enter")
    expect(_field(page, "email")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "de", "Enter sends the form, it changes no language"
    _field(page, "email").focus()
    keys.type("keys@example.lu")
    keys.press("Enter")
    expect(_field(page, "email_code")).to_be_visible()
    _field(page, "email_code").focus()
    keys.type(mailbox.last("keys@example.lu").code)
    keys.press("Enter")
    expect(_field(page, "password")).to_be_visible()
    _field(page, "password").focus()
    keys.type(PASSWORD)
    keys.press("Tab")
    keys.press("Enter")
    expect(_field(page, "password")).to_have_attribute("type", "text")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(_mark(page, "totp-secret")).to_be_visible()
    _field(page, "totp").focus()
    keys.type(Authenticator(_mark(page, "totp-secret").inner_text()).code())
    keys.press("Enter")
    expect(_mark(page, "recovery-codes")).to_be_visible()


def test_back_and_reload_show_the_step_that_comes_now(page: Page, holder: DemoPatient, mailbox: Mailbox):
    app = _to_app(page, mailbox, holder, "back@example.lu")
    page.go_back()
    expect(_mark(page, "totp-secret")).to_have_text(app.secret)
    page.reload()
    expect(_mark(page, "totp-secret")).to_have_text(app.secret)
    page.goto("/lb/help")
    page.go_back()
    expect(_mark(page, "totp-secret")).to_be_visible()
    _field(page, "totp").fill(app.code())
    page.locator("form").filter(has=_field(page, "totp")).locator("button").first.dblclick()
    expect(_mark(page, "recovery-codes")).to_be_visible()
    page.go_back()
    expect(_mark(page, "recovery-codes")).to_be_visible()
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]


def test_key_and_recovery_codes_are_copied_as_they_are_typed(
    page: Page, holder: DemoPatient, mailbox: Mailbox
):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def copied() -> str:
        return str(page.evaluate("navigator.clipboard.readText()"))

    app = _to_app(page, mailbox, holder, "copy@example.lu")
    page.locator("[data-copy='#totp-secret']").click()
    expect(page.locator("#announcements")).not_to_be_empty()
    assert copied() == app.secret
    _go_on(page, totp=app.code())
    expect(_mark(page, "recovery-codes")).to_be_visible()
    codes = _mark(page, "recovery-codes").locator("li").all_inner_texts()
    page.locator("[data-copy='#codes']").click()
    expect(page.locator("#announcements")).not_to_be_empty()
    assert copied().split() == [code.split()[-1] for code in codes]


def test_the_language_changes_in_the_middle_of_a_form(on_a_phone: Page):
    on_a_phone.goto("/fr/activate#c=7KQ2-MX4D-93RT")
    expect(_field(on_a_phone, "code")).to_have_value("7KQ2-MX4D-93RT")
    assert "#" not in on_a_phone.url
    _field(on_a_phone, "matricule").fill("1983 0812")
    on_a_phone.get_by_role("button", name="Lëtzebuergesch").click()
    expect(on_a_phone.locator("html")).to_have_attribute("lang", "lb")
    expect(_field(on_a_phone, "matricule")).to_have_value("1983 0812")
    expect(_field(on_a_phone, "code")).to_have_value("7KQ2-MX4D-93RT")


def test_objecting_on_a_phone(on_a_phone: Page, axe: Axe, holder: DemoPatient):
    page = on_a_phone
    page.goto("/lb/object")
    _looks_right(page, axe)
    _go_on(page, matricule=holder.matricule, code=ANOTHER_CODE)
    expect(_mark(page, "error-summary")).to_be_focused()
    _looks_right(page, axe)
    _go_on(page, code=holder.code_in_letter)
    expect(_mark(page, "objected")).to_be_visible()
    _looks_right(page, axe)


def test_a_new_letter_and_a_new_password_on_a_phone(
    on_a_phone: Page, axe: Axe, live_server: Any, mailbox: Mailbox
):
    page = on_a_phone
    owner = Demo(live_server.home).patient(state="activated")
    page.goto("/fr/letter")
    _looks_right(page, axe)
    _go_on(page, matricule=owner.matricule, last_name=owner.name.split()[-1])
    expect(_mark(page, "letter-asked")).to_be_visible()
    _looks_right(page, axe)
    page.goto("/fr/forgotten")
    _looks_right(page, axe)
    _go_on(page, email=owner.email)
    expect(_mark(page, "link-sent")).to_be_visible()
    _looks_right(page, axe)
    link = next(link for link in mailbox.last(owner.email, leading="#t=").links if "#t=" in link)
    page.goto(link)
    expect(_field(page, "token")).to_have_value(link.partition("#t=")[2])
    assert "#" not in page.url
    _looks_right(page, axe)
    code = Authenticator(owner.totp_secret).code()
    _go_on(page, password="quiet marble heron forty", password_again="quiet marble heron forty", totp=code)
    page.wait_for_url("**/sign-in")
    expect(_mark(page, "notice")).not_to_be_empty()
