"""Further telephones beside the one of `page`."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.support.telephone import PHONE, Axe, Telephone


@pytest.fixture
def another_phone(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A second telephone, which knows nothing of the first."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone_without_scripts(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A telephone whose browser runs no scripts."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def chief(browser: Browser, live_server: Any) -> Iterator[Telephone]:
    """The supervisor who answers requests, signed in once for the module: there is one, and no code works twice."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    yield Telephone(live_server.home, "Kohn", context.new_page(), "fr")
    context.close()


@pytest.fixture
def axe_without_scripts(browser: Browser, live_server: Any, axe: Axe) -> Iterator[Axe]:
    """axe is a script itself: what a telephone without scripts got is laid before it in a window beside."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    beside = context.new_page()

    def check(page: Page) -> None:
        html = page.content()

        def answer(route: Route) -> None:
            if route.request.is_navigation_request():
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            else:
                route.continue_()

        beside.route("**/*", answer)
        beside.goto(page.url)
        axe(beside)
        beside.unroute("**/*")

    yield check
    context.close()
