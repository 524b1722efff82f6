"""Signing in and out in Chromium, as people do it: on a phone, by keyboard, without scripts, in the dark, in error."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.support.authenticator import Authenticator
from tests.support.population import Demo, DemoPatient

PHONE: ViewportSize = {"width": 390, "height": 844}
Axe = Callable[[Page], None]
HEADINGS = {"fr": ("Se connecter", "Votre dossier"), "lb": ("Umellen", "Ären Dossier")}


@pytest.fixture(scope="module")
def nobody_yet() -> list[str]:
    """Who has signed in already in this module: each test takes somebody else, so that no code comes twice."""
    return []


@pytest.fixture
def person(live_server: Any, nobody_yet: list[str]) -> DemoPatient:
    """Somebody with an account."""
    for patient in Demo(live_server.home).patients:
        if patient.state == "activated" and patient.email and patient.name not in nobody_yet:
            nobody_yet.append(patient.name)
            return patient
    raise AssertionError("the demo population has too few accounts")


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
    inside = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert inside, f"{page.url} is wider than its window"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "lb"])
def test_every_step_on_a_phone(page: Page, axe: Axe, person: DemoPatient, language: str, scheme: Any):
    app = Authenticator(person.totp_secret)
    sign_in, record = HEADINGS[language]
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/{language}/sign-in")
    expect(page.get_by_role("heading", level=1)).to_have_text(sign_in)
    _looks_right(page, axe)

    _go_on(page, email=person.email, password="not the password")
    expect(_mark(page, "error-summary")).to_be_focused()
    expect(_field(page, "email")).to_have_value(person.email)
    expect(_field(page, "password")).to_have_value("")
    _looks_right(page, axe)

    _go_on(page, password=person.password)
    expect(_field(page, "totp")).to_be_visible()
    _looks_right(page, axe)
    _go_on(page, totp=app.wrong_code())
    expect(_mark(page, "error-summary")).to_be_focused()
    _looks_right(page, axe)
    page.goto(f"/{language}/sign-in?with=recovery-code")
    _looks_right(page, axe)
    page.locator("nav.back a").click()
    _go_on(page, totp=app.code())
    expect(page.get_by_role("heading", level=1)).to_have_text(record)
    _looks_right(page, axe)
    page.goto(f"/{language}/account")
    _looks_right(page, axe)

    page.locator('form[action$="/sign-out"] button').click()
    expect(_mark(page, "signed-out")).to_be_visible()
    _looks_right(page, axe)
    page.go_back()
    expect(_field(page, "email")).to_be_visible()
    expect(_mark(page, "signed-in-as")).to_have_count(0)
    assert person.name not in page.content()


def test_by_keyboard_alone(page: Page, person: DemoPatient):
    page.goto("/en/sign-in")
    _tab_to(page, "email")
    page.keyboard.type(person.email)
    _tab_to(page, "password")
    page.keyboard.type(person.password)
    page.keyboard.press("Enter")
    expect(_field(page, "totp")).to_be_visible()
    _tab_to(page, "totp")
    page.keyboard.type(Authenticator(person.totp_secret).code())
    page.keyboard.press("Enter")
    expect(_mark(page, "signed-in-as")).to_contain_text(person.name)


def test_without_scripts(browser: Browser, live_server: Any, person: DemoPatient, axe: Axe):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    try:
        page = context.new_page()
        page.goto("/fr/documents")
        _go_on(page, email=person.email, password=person.password)
        _go_on(page, totp=Authenticator(person.totp_secret).code())
        expect(page.locator("h1")).to_have_text("Vos documents")
        page.locator('form[action$="/sign-out"] button').click()
        expect(_mark(page, "signed-out")).to_be_visible()
    finally:
        context.close()


def test_a_device_signed_out_from_afar_is_told_kindly(
    page: Page, browser: Browser, live_server: Any, person: DemoPatient
):
    app = Authenticator(person.totp_secret)
    elsewhere = browser.new_context(base_url=live_server.url, locale="en-GB")
    try:
        lost = elsewhere.new_page()
        for one in (lost, page):
            one.goto("/en/sign-in")
            _go_on(one, email=person.email, password=person.password)
            _go_on(one, totp=app.code())
            expect(_mark(one, "signed-in-as")).to_be_visible()
        lost.goto("/en/documents")
        page.goto("/en/account")
        page.get_by_role("button", name="Sign this device out").click()
        expect(_mark(page, "notice")).to_contain_text("signed out")
        lost.get_by_role("link", name="Access log").first.click()
        expect(_field(lost, "email")).to_be_visible()
        expect(_mark(lost, "notice")).to_contain_text("signed out on another device")
    finally:
        elsewhere.close()


def test_the_language_changes_in_the_middle_and_the_address_stays(page: Page):
    page.goto("/fr/sign-in")
    _field(page, "email").fill("josee@example.lu")
    _field(page, "password").fill("secret 4711")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(_field(page, "email")).to_have_value("josee@example.lu")
    expect(_field(page, "password")).to_have_value("")


def _tab_to(page: Page, name: str) -> None:
    for _turn in range(40):
        if page.evaluate("document.activeElement?.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name} by Tab")
