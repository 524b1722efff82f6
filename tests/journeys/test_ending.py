"""A record closed and opened again on a telephone, with the keyboard alone and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_helpdesk import PHONE, mark, sign_in, well_made
from tests.support.authenticator import Authenticator
from tests.support.population import Demo

Axe = Callable[[Page], None]


@pytest.mark.parametrize("language", ["fr", "lb"])
def test_closed_by_keyboard_and_undone(page: Page, live_server: Any, axe: Axe, language: str):
    person = Demo(live_server.home).patient("Claire" if language == "fr" else "Giulia")
    page.set_viewport_size(PHONE)
    sign_in(page, language, person.known, Authenticator(person.totp_secret))
    page.goto(f"/{language}/close")
    well_made(page, axe)
    page.locator("[name=confirm]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(mark(page, "record-state")).to_have_attribute("data-state", "closed")
    well_made(page, axe)
    page.goto(f"/{language}/documents")
    assert not mark(page, "document-list").count()
    page.goto(f"/{language}/close/undo")
    well_made(page, axe)
    page.locator("main form button[type=submit]").first.focus()
    page.keyboard.press("Enter")
    expect(mark(page, "record-state")).to_have_attribute("data-state", "activated")
    for path in ("rights", "forms", "freeze", "rights/secondary-use"):
        page.goto(f"/{language}/{path}")
        well_made(page, axe)


def test_a_record_is_asked_for_without_scripts(browser: Browser, live_server: Any):
    visit = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = visit.new_page()
    page.goto("/fr/open")
    page.locator("main button[type=submit]").first.click()
    expect(mark(page, "error-summary")).to_be_visible()
    for name, value in (
        ("last_name", "Klein"),
        ("first_name", "Jang"),
        ("matricule", "1983 0812 345 66"),
        ("address", "1, rue Haute, L-1718 Luxembourg"),
    ):
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=consent]").check()
    page.locator("main button[type=submit]").first.click()
    expect(mark(page, "request-number")).to_be_visible()
    visit.close()
