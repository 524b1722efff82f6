"""A photo and a letter of one's own on a telephone: chosen, looked at, confirmed, withdrawn and brought back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.platform_api.uploads.files import docx, pdf, photo
from tests.support.authenticator import Authenticator
from tests.support.chromium import Complaints
from tests.support.population import Demo

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """What lies on somebody's telephone."""
    made = {
        "photo": ("IMG_2231.jpg", photo()),
        "heic": ("IMG_2232.heic", b"\0\0\0\x18ftypheic" + bytes(40)),
        "pdf": ("Bilan mars.pdf", pdf()),
        "letter": ("Bréif.docx", docx("Moien")),
    }
    for name, data in made.values():
        (tmp_path / name).write_bytes(data)
    return {kind: tmp_path / name for kind, (name, _data) in made.items()}


def _sign_in(page: Page, home: Any, name: str, language: str) -> None:
    known = Demo(home).patient(name)
    page.goto(f"/{language}/sign-in")
    page.locator("[name=email]").fill(known.email)
    page.locator("[name=password]").fill(known.password)
    page.locator("main button[type=submit]").first.click()
    page.locator("[name=totp]").fill(Authenticator(known.totp_secret).code())
    page.locator("main button[type=submit]").first.click()
    expect(_mark(page, "signed-in-as")).to_be_visible()


def _mark(page: Page, name: str) -> Any:
    return page.locator(f"[data-testid={name}]")


def _well_made(page: Page, axe: Callable[[Page], None]) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    axe(page)


def test_from_the_telephone_into_the_record_and_back(
    page: Page, axe: Callable[[Page], None], live_server, files: dict[str, Path]
):
    page.set_viewport_size(PHONE)
    _sign_in(page, live_server.home, "Reuland", "fr")
    page.goto("/fr/documents/new")
    _well_made(page, axe)
    page.locator("[name=file]").set_input_files([files["photo"], files["heic"]])
    page.locator("#add button[type=submit]").first.click()
    expect(_mark(page, "error-summary")).to_contain_text("HEIC")
    _well_made(page, axe)
    page.locator("[name=file]").set_input_files([files["pdf"]])
    page.locator("[name=type]").select_option("lab")
    page.locator("[name=date]").fill("2026-03-02")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    page.evaluate(
        "addEventListener('submit', (event) => event.preventDefault(), { once: true })"
    )  # a weak line
    page.locator("#add button[type=submit]").first.click()
    expect(page.locator("[data-waiting]")).to_be_visible()
    _well_made(page, axe)
    page.evaluate("delete document.getElementById('add').dataset.sentAt")
    page.locator("#add button[type=submit]").first.click(force=True)
    expect(_mark(page, "upload-preview")).to_be_visible()
    expect(_mark(page, "upload-preview").locator("img")).to_have_count(3)
    _well_made(page, axe)
    page.locator("[name=confirm]").check()
    page.locator("#yes button[type=submit]").first.click()
    expect(_mark(page, "document-body")).to_be_visible()
    expect(_mark(page, "own-file")).to_have_count(2)
    _well_made(page, axe)
    _mark(page, "document-withdraw").click()
    page.locator("#step button[type=submit]").first.click()
    expect(_mark(page, "withdrawn-row")).to_have_count(1)
    _well_made(page, axe)
    _mark(page, "withdrawn-row").locator("button").click()
    expect(_mark(page, "document-body")).to_be_visible()


def test_many_photos_go_one_by_one_and_what_is_ready_stays_when_the_line_breaks(
    page: Page, axe: Callable[[Page], None], live_server, complaints: Complaints, tmp_path: Path
):
    chosen = [tmp_path / f"Foto {number}.jpg" for number in range(1, 4)]
    for number, path in enumerate(chosen):
        path.write_bytes(photo(size=(40 + number, 60)))
    page.set_viewport_size(PHONE)
    _sign_in(page, live_server.home, "Bertolini", "lb")
    page.goto("/lb/documents/new")
    page.locator("[name=type]").focus()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.name") == "file", "the button is reached with the keyboard"
    expect(page.locator("[data-file-names]")).to_have_text("Et ass nach kee Fichier erausgesicht.")
    page.locator("[name=file]").set_input_files(chosen)
    expect(page.locator("[data-file-names] li")).to_have_text([path.name for path in chosen])
    page.locator("[name=type]").select_option("lab")
    page.locator("[name=date]").fill("2026-03-02")
    sent = []

    def weak(route: Route) -> None:
        sent.append(route.request.method)
        if sent.count("POST") == 2 and route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route("**/documents/new", weak)
    page.locator("#add button[type=submit]").first.press("Enter")
    expect(_mark(page, "upload-broken")).to_be_focused(timeout=60_000)
    complaints.expect("ERR_FAILED")
    expect(page.locator("[data-file-names] li")).to_have_text([path.name for path in chosen[1:]])
    _well_made(page, axe)
    page.goto("/lb/documents/new")
    expect(page.locator(".given li")).to_have_count(1)
    page.locator("[name=file]").set_input_files(chosen)
    page.locator("[name=type]").select_option("lab")
    page.locator("[name=date]").fill("2026-03-02")
    page.locator("#add button[type=submit]").first.press("Enter")
    expect(_mark(page, "upload-progress")).to_contain_text("vun 3", timeout=60_000)
    expect(_mark(page, "upload-preview").locator("img")).to_have_count(3, timeout=120_000)


def test_a_letter_without_scripts(browser: Browser, live_server, files: dict[str, Path]):
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    _sign_in(page, live_server.home, "Theisen", "lb")
    page.goto("/lb/documents/new")
    page.locator("[name=file]").set_input_files([files["letter"]])
    page.locator("[name=type]").select_option("medical-report")
    page.locator("[name=date]").fill("2026-03-02")
    page.locator("#add button[type=submit]").first.click()
    expect(_mark(page, "upload-preview")).to_contain_text("Moien")
    page.locator("[name=confirm]").check()
    page.locator("#yes button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text("Bréif")
    context.close()
