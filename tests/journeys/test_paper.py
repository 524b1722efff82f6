"""A closing on paper: printed, posted, scanned, entered, agreed to by a colleague, and read by its holder."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.test_helpdesk import DESK, PHONE, mark, sign_in, well_made
from tests.support.authenticator import Authenticator
from tests.support.letter import letter_qr
from tests.support.population import Demo

Axe = Callable[[Page], None]
NARROW: ViewportSize = PHONE


def photo_of(pdf: bytes) -> bytes:
    """The sheet as a telephone sees it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        out = BytesIO()
        document[0].render(scale=2).to_pil().convert("RGB").save(out, "JPEG", quality=80)
        return out.getvalue()
    finally:
        document.close()


def test_a_closing_goes_from_the_printer_to_the_holders_access_log(
    page: Page, browser: Browser, live_server: Any, axe: Axe
):
    demo = Demo(live_server.home)
    tom, ilinca = demo.known["helpdesk"][:2]
    person = demo.patient("Theisen")
    at_home = browser.new_context(base_url=live_server.url, viewport=PHONE)
    home = at_home.new_page()
    sign_in(home, "fr", person.known, Authenticator(person.totp_secret))
    sheet = home.request.get("/fr/forms/closing").body()
    (address,) = letter_qr(sheet)
    place = "/" + address.split("/", 3)[3]

    page.set_viewport_size(DESK)
    page.goto(place)
    expect(page).to_have_url(re.compile("/sign-in"))
    sign_in(page, "fr", tom, Authenticator(tom["totp_secret"]))
    page.goto(place)
    expect(page.locator("[name=number]")).to_have_value(place.rpartition("/")[2])
    expect(page.locator("[name=kind]")).to_have_value("closing")
    expect(page.locator("[name=file]")).to_be_focused()
    well_made(page, axe)
    page.locator("[name=file]").set_input_files(
        {"name": "IMG_4711.jpg", "mimeType": "image/jpeg", "buffer": photo_of(sheet)}
    )
    page.locator("main button[type=submit]").first.click()
    expect(mark(page, "paper-page")).to_be_visible()
    assert mark(page, "paper-page").evaluate("image => image.complete || new Promise(r => image.onload = r)")
    for window in (DESK, NARROW):
        page.set_viewport_size(window)
        well_made(page, axe)

    expect(page.locator("[name=matricule]")).to_be_focused()
    page.keyboard.type(person.matricule)
    page.keyboard.press("Tab")
    page.keyboard.type(person.name.split()[-1])
    page.locator("[name=signed]").check()
    page.locator("#enter [name=identity_seen]").check()
    page.locator("[name=name]").press("Enter")
    expect(page).to_have_url(re.compile("/helpdesk/closing$"))
    page.locator("main button[type=submit]").first.click()
    expect(mark(page, "case")).to_be_visible()
    well_made(page, axe)

    colleague = browser.new_context(base_url=live_server.url, viewport=DESK)
    other = colleague.new_page()
    sign_in(other, "fr", ilinca, Authenticator(ilinca["totp_secret"]))
    other.goto("/fr/helpdesk/approvals")
    well_made(other, axe)
    mark(other, "approval-paper").click()
    expect(mark(other, "paper-page")).to_be_visible()
    other.goto("/fr/helpdesk/approvals")
    other.locator("button[value=agree]").click()
    expect(mark(other, "notice")).to_be_visible()
    other.goto("/fr/helpdesk/papers")
    expect(mark(other, "no-paper")).to_be_visible()
    well_made(other, axe)

    home.goto("/fr/journal")
    expect(
        mark(home, "journal-entry").filter(has_text="le formulaire papier que vous avez signé")
    ).to_be_visible()
    at_home.close()
    colleague.close()
