"""Deciding on a telephone in a real browser, in French and Luxembourgish: it fits, axe finds nothing, keys suffice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.support.authenticator import Authenticator
from tests.support.population import Demo, DemoPatient

PHONE: ViewportSize = {"width": 390, "height": 844}
Axe = Callable[[Page], None]


@pytest.fixture(scope="module")
def patient(live_server) -> DemoPatient:
    """Somebody with several doctors."""
    return Demo(live_server.home).patient("Reuland")


@pytest.fixture(scope="module")
def authenticator(patient: DemoPatient) -> Authenticator:
    """Their app; one for all tests of this file, as no code works twice."""
    return Authenticator(patient.totp_secret)


def mark(page: Page, name: str) -> Locator:
    return page.locator(f"[data-testid={name}]")


def sign_in(page: Page, language: str, patient: DemoPatient, authenticator: Authenticator) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"/{language}/sign-in")
    page.locator("[name=email]").fill(patient.email)
    page.locator("[name=password]").fill(patient.password)
    page.locator("main button[type=submit]").first.click()
    page.locator("[name=totp]").fill(authenticator.code())
    page.locator("main button[type=submit]").first.click()
    expect(mark(page, "signed-in-as")).to_be_visible()


def well_made(page: Page, axe: Axe) -> None:
    """It fits the window, and axe has nothing to say."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    axe(page)


@pytest.mark.parametrize("language", ["fr", "lb"])
def test_finding_letting_in_blocking_and_undoing_on_a_phone(
    page: Page, axe: Axe, patient: DemoPatient, authenticator: Authenticator, language: str
):
    sign_in(page, language, patient, authenticator)
    page.goto(f"/{language}/professionals")
    well_made(page, axe)
    row = mark(page, "who-can-open").locator("[data-testid=professional-row]").first
    doctor, before = row.get_attribute("data-professional-id"), row.get_attribute("data-state")

    page.locator("[name=q]").fill("muller")
    page.locator("[name=q]").press("Enter")
    page.wait_for_url("**q=muller**")
    well_made(page, axe)

    page.goto(f"/{language}/professionals/{doctor}")
    well_made(page, axe)
    for step in ("grant", "revoke", "block"):
        page.goto(f"/{language}/professionals/{doctor}/{step}")
        well_made(page, axe)
    page.locator("main form#step button[type=submit]").first.click()
    expect(mark(page, "access-state")).to_have_attribute("data-state", "blocked")
    expect(mark(page, "notice")).not_to_be_empty()
    well_made(page, axe)
    mark(page, "undo").locator("button").click()
    expect(mark(page, "access-state")).to_have_attribute("data-state", before or "")

    page.goto(f"/{language}/emergency")
    well_made(page, axe)


def test_taking_access_back_with_the_keyboard_alone(
    page: Page, patient: DemoPatient, authenticator: Authenticator
):
    sign_in(page, "fr", patient, authenticator)
    page.goto("/fr/professionals")
    row = mark(page, "who-can-open").locator("[data-testid=professional-row]").first
    doctor = row.get_attribute("data-professional-id")
    reach(page, row.locator(".actor-step a"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/revoke")
    reach(page, page.locator("main form#step button[type=submit]"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/professionals/{doctor}?done=revoked**")
    reach(page, mark(page, "undo").locator("button"))
    page.keyboard.press("Enter")
    page.wait_for_url("**done=granted**")
    assert mark(page, "access-state").get_attribute("data-state") in ("circle", "dated")


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there, and see it."""
    for _key in range(120):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")
