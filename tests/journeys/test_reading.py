"""Reading in a real browser: the list with and without htmx, each kind of document, the journal; axe at two widths."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pyotp
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.portal.documents.deposits import deposit
from tests.support.population import Demo, DemoPatient

pytestmark = pytest.mark.browser
WIDTHS = (390, 1280)
_used: dict[str, int] = {}


def code_for(patient: DemoPatient) -> str:
    """A code of the person's app that was not typed before in this module."""
    import time

    step = max(int(time.time()) // 30, _used.get(patient.email, 0) + 1)
    while step > int(time.time()) // 30 + 1:
        time.sleep(1)
    _used[patient.email] = step
    return pyotp.TOTP(patient.totp_secret).at(step * 30)


@pytest.fixture
def people(live_server: Any) -> Demo:
    """Who lives on the running portal."""
    return Demo(live_server.home)


def sign_in(page: Page, patient: DemoPatient, language: str = "en") -> None:
    """Password and code, as a person types them."""
    page.goto(f"/{language}/sign-in")
    page.fill("[name=email]", patient.email)
    page.fill("[name=password]", patient.password)
    page.click("main form:has([name=password]) button[type=submit]")
    page.fill("[name=totp]", code_for(patient))
    page.click("main form:has([name=totp]) button[type=submit]")
    expect(page.get_by_test_id("signed-in-as")).to_contain_text(patient.name)


def looks_right(page: Page, axe: Callable[[Page], None]) -> None:
    """No violation and nothing beside the screen, on a phone and on a desktop."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{page.url} at {width} px"
        )


def test_a_person_finds_reads_and_checks_a_document(
    page: Page, people: Demo, axe: Callable[[Page], None]
) -> None:
    sign_in(page, people.patient("Nicolas Reuland"))
    page.goto("/en/documents")
    expect(page.get_by_test_id("document-row")).to_have_count(20)
    looks_right(page, axe)
    # htmx: results change, the field keeps the focus, the address follows, back works
    page.fill("#q", "Lettre de sortie")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q=Lettre"))
    expect(page.locator(".active-filters")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "q"
    expect(page.locator("#announcements")).to_contain_text("found")
    assert "q=Lettre" in (page.locator("a.language").first.get_attribute("href") or "")
    looks_right(page, axe)
    page.locator(".active-filters a").first.click()
    expect(page.get_by_test_id("document-row")).to_have_count(20)
    page.go_back()
    expect(page.locator("#q")).to_have_value("Lettre de sortie")
    page.get_by_test_id("document-open").first.click()
    expect(page.get_by_test_id("document-body")).to_be_visible()
    looks_right(page, axe)
    page.goto("/en/journal")
    expect(page.get_by_test_id("journal-entry").first).to_contain_text("You opened a document.")
    looks_right(page, axe)
    page.goto("/en/documents?q=zzz&group=imaging")
    expect(page.get_by_test_id("document-empty")).to_be_visible()
    looks_right(page, axe)
    page.goto("/en/documents?page=2")
    with page.expect_response(re.compile(r"page=3")) as answered:
        page.get_by_test_id("next-page").click()
    assert answered.value.request.headers["hx-request"] == "true"
    expect(page.locator(".paging")).to_contain_text("Page 3")
    assert json.loads(page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")) == {}


def test_every_kind_of_document_is_accessible(
    page: Page, people: Demo, axe: Callable[[Page], None], live_server: Any
) -> None:
    patient = people.patient("Fatoumata Diallo")
    sign_in(page, patient, "fr")
    page.goto("/fr/documents")
    expect(page.get_by_test_id("document-empty")).to_be_visible()
    looks_right(page, axe)
    stream = BytesIO()
    Image.new("RGB", (900, 500), (90, 120, 90)).save(stream, "PNG")
    table = (
        "<table><thead><tr><th>Analyse</th><th>Resultat</th></tr></thead><tbody><tr><td>Natrium</td><td>140</td></tr>"
        "</tbody></table>"
    )
    body = "".join(
        f"<component><section><title>{name}</title><text>{table}</text></section></component>"
        for name in "ABC"
    )
    cda = (
        f'<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Labor</title><component><structuredBody>{body}'
        "</structuredBody></component></ClinicalDocument>"
    )
    kinds = {
        "text/xml": cda.encode(),
        "image/png": stream.getvalue(),
        "text/plain": b"Befund\n\nAlles gut.",
        "application/pdf": b"%PDF-1.7 broken",
    }
    for media_type, content in kinds.items():
        identifier = deposit(live_server.home, patient.patient_id, content, media_type)
        page.goto(f"/fr/documents/{identifier}")
        expect(page.get_by_test_id("document-title")).to_be_visible()
        looks_right(page, axe)
