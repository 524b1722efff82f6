"""Odd words in every field of every form that a person reaches: nothing breaks, nothing runs, nothing is calculated."""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from lxml.html import HtmlElement

from tests.portal.crawl import PEOPLE, pages
from tests.support.browser import Page
from tests.support.clock import Clock
from tests.support.page_check import policy_faults
from tests.support.population import Demo

ODD = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR '1'='1' -- ",
    "{{ 191*7 }}${191*7}#{191*7}<%= 191*7 %>",
    "javascript:alert(1)",
    "\u202eright to left\u202c \u2066isolated",
    "Ｔｈｅ ｑｕｉｃｋ Zo\u0301e\u0308 \ufdfd\u0e01\u0e34",
    "👩‍⚕️🏳️‍🌈 🤒",
    "\x00\x07\x1b[31mred\x7f",
    "-1e309",
    "../../../../etc/passwd",
    "a\r\nSet-Cookie: odd=1",
    '=HYPERLINK("http://192.0.2.1")',
    "%s%n%x %(name)s {0} {name}",
    "NULL",
    "١٢٣٤٥٦",
    "9" * 400,
    "x" * 5000,
    " \u00a0\u200b\ufeff ",
    "<![CDATA[x]]>&lt;&#x3C;&amp;amp;",
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
)
FREE = {"text", "email", "tel", "search", "password", "number", "date", "url", ""}
ENDS_THE_SESSION = ("/sign-out", "/freeze", "/sessions", "/acting", "/helpdesk/end", "/language")
CALCULATED = str(191 * 7)


def _forms(page: Page) -> Iterator[tuple[str, HtmlElement]]:
    for form in page.root.xpath("//form"):
        action = urlsplit(urljoin(page.url, form.get("action") or page.url)).path
        if not action.endswith(ENDS_THE_SESSION):
            yield action, form


def _free_fields(form: HtmlElement) -> list[str]:
    fields = []
    for element in form.xpath(".//input[@name]|.//textarea[@name]"):
        kind = "text" if element.tag == "textarea" else element.get("type", "")
        if kind in FREE and element.get("name") != "csrf_token":
            fields.append(element.get("name"))
    return list(dict.fromkeys(fields))


def _assert_harmless(page: Page, typed: dict[str, Any], where: str) -> None:
    assert page.status < 500, f"{where} answers {page.status} to {typed}"
    assert page.headers.get("Set-Cookie", "").count("odd=") == 0
    if page.tree is None:
        return
    assert list(policy_faults(page.root)) == [], where
    assert page.root.xpath("//img[@src='x']") == [], where
    shown = page.root.xpath("//*[not(self::script)]/text()")
    assert not any(CALCULATED in one for one in shown), f"{where} calculates what was typed"


@pytest.mark.parametrize("who", PEOPLE)
def test_odd_words_break_nothing_and_are_only_words(
    who: str, demo: Demo, demo_portal: Flask, clock: Clock, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    browser = PEOPLE[who](demo_portal, demo)
    browser.check = False  # it would take what was typed for a fault of the page
    tried: set[tuple[str, ...]] = set()
    turn = 0
    for page in list(pages(browser)):
        for action, form in _forms(page):
            fields = _free_fields(form)
            if not fields or (action, *fields) in tried:
                continue
            tried.add((action, *fields))
            for _round in range(3):
                typed = {name: ODD[(turn + place) % len(ODD)] for place, name in enumerate(fields)}
                turn += 2
                browser.page = page
                answer = browser.submit(form=form.get("action") or None, **typed)
                _assert_harmless(answer, typed, f"{page.path} → {action}")
    assert len(tried) >= (3 if who == "a visitor" else 4), sorted(tried)
    for page in pages(browser):  # whatever was kept is shown as words, too
        _assert_harmless(page, {}, page.path)
    _assert_nothing_logged(caplog, demo)


def _assert_nothing_logged(caplog: pytest.LogCaptureFixture, demo: Demo) -> None:
    """No line of the log is broken by what was typed, and none holds a word of it, a name, a number or an address."""
    known = {word for one in demo.patients for word in (*one.name.split(), one.matricule, one.email or "")}
    never = {word for word in (*known, *(odd.strip() for odd in ODD)) if len(word) > 5}
    for record in caplog.records:
        line = record.getMessage()
        assert line.isprintable(), line
        assert not [word for word in never if word.casefold() in line.casefold()], line
