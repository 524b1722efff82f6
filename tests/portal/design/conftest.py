"""The specimen pages in a real Chromium, answered from memory and disk: no server, no portal."""

import mimetypes
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from patient_portal import assets
from tests.portal.design import specimen

SITE = "http://specimen.test"
Opener = Callable[..., Page]

mimetypes.add_type("font/woff2", ".woff2")


def answer(route: Route) -> None:
    """A specimen page by its name and language, or a file of static/."""
    path = route.request.url.removeprefix(SITE).partition("?")[0].partition("#")[0]
    file = specimen.ROOT / path.lstrip("/")
    if path.startswith("/static/") and file.is_file():
        route.fulfill(body=assets.content(file), content_type=mimetypes.guess_type(file.name)[0])
    elif path.strip("/").partition("-")[0] in specimen.PAGES:
        name, _, lang = path.strip("/").partition("-")
        try:
            body = specimen.render(name, lang)
        except Exception as error:
            route.fulfill(status=500, body=repr(error))
            raise
        route.fulfill(body=body, content_type="text/html; charset=utf-8")
    else:
        route.fulfill(status=404, body="<!doctype html><title>Nothing</title>", content_type="text/html")


@pytest.fixture
def specimen_page(browser: Browser) -> Iterator[Opener]:
    """`specimen_page("list-fr", width=390, scheme="dark")` opens one; further arguments are the context's."""
    contexts = []

    def opened(name: str, *, width: int = 1280, scheme: str = "light", **context_args: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]  # one of the words Playwright lists
            **context_args,  # type: ignore[arg-type]  # passed on as they are
        )
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(name if ":" in name else f"{SITE}/{name}")
        return page

    yield opened
    for context in contexts:
        context.close()
