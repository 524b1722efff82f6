"""Rendered documents in a real browser, on a telephone and on a desk: nothing overflows, nothing shouts at axe."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.portal.documents.samples import html_of, sections

ROOT = Path(__file__).resolve().parents[3]
STYLES = ("tokens.css", "app.css", "document.css", "document-tables.css")
LABORATORY = (
    "<table><caption>Hämatologie</caption><thead><tr><th>Analyse</th><th>Ergebnis</th><th>Einheit</th>"
    "<th>Referenzbereich</th></tr></thead><tbody><tr><td colspan='4'>Rotes Blutbild</td></tr>"
    "<tr><td>Hämoglobin</td><td align='right'>9,8</td><td>g/dl</td><td>14,0-18,0</td></tr>"
    "<tr><td>Erythrozyten</td><td>5,39</td><td/><td>4,60-6,20</td></tr></tbody></table>"
)
WIDE = (
    "<table><thead><tr><th rowspan='2'>Medikament</th><th colspan='9'>Dosierung</th></tr><tr>"
    + "".join(f"<th>Zeitpunkt{number}</th>" for number in range(9))
    + "</tr></thead><tbody><tr><th>Metoprololsuccinat</th>"
    + "<td>1</td>" * 9
    + "</tr></tbody></table>"
)
LETTER = sections(
    f"<title>Labor</title><text>{LABORATORY}</text>",
    f"<title>Medikation</title><text>{WIDE}<paragraph>Siehe <linkHtml href='https://a.lu/{'x' * 200}'>"
    f"{'Donaudampfschifffahrt' * 8}</linkHtml><footnote>Hinweis</footnote></paragraph></text>",
    "<title>Text</title><text><pre xmlns='http://www.w3.org/1999/xhtml'>"
    + "Puls 70   " * 40
    + "</pre></text>",
)


@pytest.fixture(params=[320, 390, 1280])
def shown(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The letter in a window of this width."""
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    page.set_content(
        "<!doctype html><html lang='de'><head><title>Brief</title></head><body>"
        f"<main class='sheet'><h1>Brief</h1>{html_of(LETTER)}</main></body></html>"
    )
    for name in STYLES:
        page.add_style_tag(content=(ROOT / "static" / "css" / name).read_text(encoding="utf-8"))
    yield page
    page.close()


def test_document_fits_its_window_and_is_accessible(shown: Page, axe: Callable[[Page], None]):
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(shown)


def test_laboratory_values_stand_beside_their_headers(shown: Page):
    row = shown.get_by_role("row").filter(has_text="Hämoglobin")
    value = row.get_by_role("cell").filter(has_text="9,8")
    assert value.is_visible()
    label = value.evaluate("cell => getComputedStyle(cell, '::before').content")
    narrow = shown.evaluate("innerWidth < 700")
    assert label == ('"Ergebnis"' if narrow else "none")
    across = shown.locator(".doc-table").first.evaluate("region => region.scrollWidth - region.clientWidth")
    assert across <= 1


def test_table_that_cannot_be_stacked_scrolls_by_keyboard(shown: Page):
    region = shown.get_by_role("group", name="Medikation")
    region.focus()
    assert region.evaluate("region => document.activeElement === region")
    if region.evaluate("region => region.scrollWidth > region.clientWidth"):
        shown.keyboard.press("ArrowRight")
        shown.wait_for_function("region => region.scrollLeft > 0", arg=region.element_handle())
