"""On a telephone: a copy of the whole record is asked for, made, saved, unpacked and read without the portal."""

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.support.authenticator import Authenticator
from tests.support.population import Demo

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}
Axe = Callable[[Page], None]


def _well_made(page: Page, axe: Axe) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    axe(page)


@pytest.mark.parametrize(("language", "name"), [("fr", "Wagener"), ("lb", "Theisen")])
def test_the_record_comes_along(
    page: Page, browser: Browser, live_server: Any, axe: Axe, tmp_path: Path, language: str, name: str
):
    known = Demo(live_server.home).patient(name)
    page.set_viewport_size(PHONE)
    page.goto(f"/{language}/sign-in")
    page.locator("[name=email]").fill(known.email)
    page.locator("[name=password]").fill(known.password)
    page.locator("[name=password]").press("Enter")
    page.locator("[name=totp]").fill(Authenticator(known.totp_secret).code())
    page.locator("[name=totp]").press("Enter")
    expect(page.locator("[data-testid=signed-in-as]")).to_be_visible()
    page.goto(f"/{language}/account")
    page.locator(f"main a[href='/{language}/export']").click()
    _well_made(page, axe)
    page.locator("#ask button[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-testid=copy]")).to_be_visible()
    _well_made(page, axe)
    expect(page.locator("[data-state=ready]")).to_be_visible(timeout=60_000)
    _well_made(page, axe)
    with page.expect_download() as saved:
        page.locator("[data-testid=copy-part]").first.press("Enter")
    saved.value.save_as(tmp_path / "part.zip")
    with zipfile.ZipFile(tmp_path / "part.zip") as zipped:
        zipped.extractall(tmp_path / "copy")
    check = ["sha256sum", "--strict", "--quiet", "--check", "SHA256SUMS-1.txt"]
    compared = subprocess.run(check, cwd=tmp_path / "copy", capture_output=True, text=True, check=False)
    assert (compared.returncode, compared.stdout) == (0, ""), compared.stderr
    at_home = browser.new_context(viewport=PHONE)
    reader = at_home.new_page()
    reader.goto((tmp_path / "copy" / "index.html").as_uri())
    _well_made(reader, axe)
    assert reader.locator("html").get_attribute("lang") == language
    reader.locator("a[href^='reading/']").first.click()
    _well_made(reader, axe)
    expect(reader.locator(".doc-body")).to_be_visible()
    at_home.close()
