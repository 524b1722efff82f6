"""No address of any page tells of anybody: histories, logs and whoever stands between keep it (ASVS 14.2.1)."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask

from patient_portal.sessions import COOKIE
from tests.portal.crawl import PEOPLE, pages
from tests.support.browser import Page
from tests.support.clock import Clock
from tests.support.population import Demo

NUMBER = re.compile(r"(?<!\d)(19|20)\d{11}(?!\d)")
"""A matricule: 13 digits that begin with a year."""
WORDS = re.compile(r"[a-zà-ÿ]{4,}")


def _addresses(page: Page) -> list[str]:
    """Where the page leads, loads from and sends to; what the person's own applications open is no address of ours."""
    found = page.root.xpath(
        "//@href|//@src|//@action|//@formaction|//@hx-get|//@hx-post|//@data-url|//@srcset"
    )
    ours = [str(one) for one in found if urlsplit(str(one)).scheme in ("", "https")]
    return [page.url, *ours]


def _telling(demo: Demo) -> set[str]:
    """What must stand in no address: family names, e-mail addresses, passwords, secrets of everybody in the demo."""
    people = [*demo.known["patients"], *demo.known["caregivers"], *demo.known["helpdesk"]]
    telling: set[str] = set()
    for one in people:
        telling |= {str(one[key]).lower() for key in ("email", "password", "totp_secret") if one.get(key)}
        telling |= {part for part in str(one.get("name", "")).lower().split() if len(part) > 4}
    return telling


@pytest.mark.parametrize("who", PEOPLE)
def test_no_address_tells_of_anybody(who: str, demo: Demo, demo_portal: Flask, clock: Clock):
    browser = PEOPLE[who](demo_portal, demo)
    telling, looked_at = _telling(demo), 0
    for page in pages(browser):
        cookie = browser.client.get_cookie(COOKIE)
        reference = cookie.value.lower() if cookie else ""
        for address in _addresses(page):
            text = unquote(address).lower()
            assert not NUMBER.search(text), f"{page.path} → {address}"
            assert not (reference and reference in text), f"{page.path} → {address}"
            named = {one for one in telling if one in text and ("@" in one or one in WORDS.findall(text))}
            assert not named, f"{page.path} → {address}"
            looked_at += 1
    assert looked_at > 40, who
