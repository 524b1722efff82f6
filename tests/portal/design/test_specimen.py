"""Every part of the design, on a phone and on a desktop, in light and in dark: reachable, legible, within the page."""

import gzip

import pytest

from patient_portal import assets
from tests.portal.design import specimen
from tests.portal.design.conftest import SITE

PAGES = sorted(specimen.PAGES)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("lang", "width", "scheme"), [("fr", 1280, "light"), ("lb", 390, "dark")])
def test_axe_finds_nothing(specimen_page, axe, name, lang, width, scheme):
    axe(specimen_page(f"{name}-{lang}", width=width, scheme=scheme))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_smallest_phone(specimen_page, name):
    for lang in specimen.LANGUAGE_NAMES:
        page = specimen_page(f"{name}-{lang}", width=320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, lang


@pytest.mark.parametrize("name", PAGES)
def test_text_at_twice_its_size_still_fits(specimen_page, name):
    page = specimen_page(f"{name}-de", width=1280)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("name", PAGES)
def test_whatever_can_be_pressed_is_44_px_high(specimen_page, name):
    page = specimen_page(f"{name}-fr", width=390)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
          .filter((e) => !e.closest('.unseen, p, .skip-link') && !e.matches('.unseen') && e.checkVisibility())
          .map((e) => [e.outerHTML.slice(0, 90), Math.round(e.getBoundingClientRect().height)])
          .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_first_view_is_light():
    static = specimen.ROOT / "static"
    text = ["css/site.css", "js/app.js", "vendor/htmx.min.js", "img/favicon.svg"]
    page = len(gzip.compress(specimen.render("list", "fr").encode(), 5))
    sizes = [len(gzip.compress(assets.content(static / name), 9)) for name in text]
    assert page <= 14_000
    assert page + sum(sizes) + (static / "fonts/atkinson-latin.woff2").stat().st_size <= 100_000


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_eight_files_at_most(specimen_page, name):
    page = specimen_page("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{SITE}/{name}-fr")
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 8, asked
