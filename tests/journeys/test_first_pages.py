"""The pages before anyone signs in, on a phone and on a desktop, in four languages, accessible to everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.support.tree import LANGUAGES

PAGES = ("", "activate", "sign-in", "object", "help", "accessibility", "privacy")
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_first_page_is_accessible(page: Page, axe: Callable[[Page], None], language: str):
    for path in PAGES:
        answer = page.goto(f"/{language}/{path}")
        assert answer is not None, path
        assert answer.status == 200, path
        axe(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_first_page_is_wider_than_a_phone(page: Page, language: str):
    page.set_viewport_size(PHONE)
    for path in PAGES:
        page.goto(f"/{language}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_a_320_pixel_window_needs_no_sideways_scrolling(page: Page):
    """WCAG 1.4.10: reflow."""
    page.set_viewport_size({"width": 320, "height": 640})
    for path in PAGES:
        page.goto(f"/lb/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
