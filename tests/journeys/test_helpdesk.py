"""An agent and the person they help, in two browsers at once: at a desk and on a telephone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.support.authenticator import Authenticator
from tests.support.population import Demo

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
Axe = Callable[[Page], None]


def mark(page: Page, name: str) -> Locator:
    return page.locator(f"[data-testid={name}]")


def sign_in(page: Page, language: str, known: dict[str, Any], app: Authenticator) -> None:
    page.goto(f"/{language}/sign-in")
    page.locator("[name=email]").fill(known["email"])
    page.locator("[name=password]").fill(known["password"])
    page.locator("main button[type=submit]").first.click()
    page.locator("[name=totp]").fill(app.code())
    page.locator("main button[type=submit]").first.click()
    expect(mark(page, "signed-in-as")).to_be_visible()


def well_made(page: Page, axe: Axe) -> None:
    """It fits the window, and axe has nothing to say."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    axe(page)


@pytest.mark.parametrize("language", ["fr", "lb"])
def test_an_agent_types_a_call_while_the_person_watches_and_stops_it(
    page: Page, browser: Browser, live_server: Any, axe: Axe, language: str
):
    demo = Demo(live_server.home)
    agent = demo.known["helpdesk"][0 if language == "fr" else 1]
    person = demo.patient("Reuland" if language == "fr" else "Theisen")
    page.set_viewport_size(DESK)
    sign_in(page, language, agent, Authenticator(agent["totp_secret"]))
    well_made(page, axe)

    at_home = browser.new_context(base_url=live_server.url, viewport=PHONE)
    phone = at_home.new_page()
    sign_in(phone, language, person.known, Authenticator(person.totp_secret))
    phone.goto(f"/{language}/account")
    pin = mark(phone, "support-pin").inner_text()
    well_made(phone, axe)

    expect(page.locator("[name=matricule]")).to_be_focused()
    page.keyboard.type(person.matricule)
    page.keyboard.press("Tab")
    page.keyboard.type(person.name.split()[-1])
    page.keyboard.press("Enter")
    expect(mark(page, "case")).to_be_visible()
    well_made(page, axe)
    page.locator("[name=proof]").select_option("support_pin")
    page.locator("[name=proof_code]").fill(pin)
    page.locator("[name=proof_code]").press("Enter")
    expect(mark(page, "proof-level")).to_have_attribute("data-level", "2")
    well_made(page, axe)

    phone.goto(f"/{language}/assistance")
    well_made(phone, axe)
    mark(page, "allowed-act").and_(page.locator("[data-act=letter]")).click()
    expect(mark(phone, "help-acts")).to_be_visible(timeout=60_000)
    mark(phone, "assistance-stop").click()
    expect(mark(phone, "no-help")).to_be_visible()
    page.goto(f"/{language}/helpdesk")
    expect(mark(page, "case")).to_have_count(0)
    page.set_viewport_size(PHONE)
    well_made(page, axe)
    at_home.close()


def test_the_supervisors_pages_fit_and_axe_finds_nothing(page: Page, live_server: Any, axe: Axe):
    known = next(one for one in Demo(live_server.home).known["helpdesk"] if one["role"] == "supervisor")
    page.set_viewport_size(DESK)
    sign_in(page, "fr", known, Authenticator(known["totp_secret"]))
    for language, window in (("fr", DESK), ("lb", PHONE)):
        page.set_viewport_size(window)
        for name in ("", "/approvals", "/supervision", "/staff", "/software", "/emergencies", "/guarded"):
            page.goto(f"/{language}/helpdesk{name}")
            well_made(page, axe)
