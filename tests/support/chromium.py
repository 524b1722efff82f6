"""A real Chromium: how it is started, what it must never log, and the accessibility check of a page."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect

CANDIDATES = (
    "chromium", "chromium-headless-shell", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"
)  # fmt: skip
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]
PATIENCE = 60_000  # milliseconds: a busy machine is no failure
expect.set_options(timeout=PATIENCE)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def executable() -> str:
    """The Chromium to use: DSP_CHROMIUM, else the first one found; the test fails when there is none."""
    for candidate in (os.environ.get("DSP_CHROMIUM", ""), *CANDIDATES):
        if candidate and (path := shutil.which(candidate)):
            return path
    pytest.fail("no Chromium was found: run 'make test', or set DSP_CHROMIUM")


@dataclass
class Complaints:
    """What the browser held against the pages: script errors, CSP violations, broken or outside requests.

    Answers of 4xx are part of many tests and not counted; `expect` takes out what a test provokes on purpose.
    """

    site: str
    found: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of a browser context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))
        context.on("response", self._response)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)

    def expect(self, part: str) -> None:
        """Take out the complaints that contain this; an AssertionError when there is none."""
        left = [complaint for complaint in self.found if part not in complaint]
        assert len(left) < len(self.found), f"nothing like {part!r} among {self.found}"
        self.found = left

    def _console(self, message: ConsoleMessage) -> None:
        refused = message.text.startswith("Failed to load resource: the server responded with a status of 4")
        if message.type in ("error", "warning") and not refused:
            self.found.append(f"console {message.type}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.found.append(f"{response.status} from {response.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:", "about:")):
            self.found.append(f"a request to another site: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure and "ERR_ABORTED" not in request.failure:
            self.found.append(f"{request.url} failed: {request.failure}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium: the registries have none that Playwright could fetch itself."""
    return {**browser_type_launch_args, "executable_path": executable(), "args": ARGUMENTS, "headless": True}


@pytest.fixture(scope="session")
def base_url() -> str:
    """None for the run: each test's server has its own (the plugin's fixture warns under pytest 9)."""
    return ""


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], live_server: Any) -> dict[str, Any]:
    """A desktop window on the running portal; `@pytest.mark.browser_context_args(viewport=…)` changes it."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Europe/Luxembourg",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def complaints(context: BrowserContext, live_server: Any) -> Iterator[Complaints]:
    """What the browser complained of; a test that ends with any fails."""
    recorder = Complaints(live_server.url)
    recorder.watch(context)
    yield recorder
    assert not recorder.found, "\n".join(dict.fromkeys(recorder.found))


@pytest.fixture
def page(complaints: Complaints, context: BrowserContext) -> Page:
    """A page of the running portal whose complaints are recorded."""
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    return opened


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` raises with every violation of WCAG 2.2 AA and best practice on the page as it stands."""
    engine = Axe()

    def check(page: Page) -> None:
        results = engine.run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        violations = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
            + "\n    ".join(str(node["html"])[:200] for node in violation["nodes"][:5])
            for violation in results.response["violations"]
        ]
        assert not violations, f"{page.url}\n  " + "\n  ".join(violations)

    return check
