"""`make access-matrix`: docs/access-matrix.md, every route of both applications × everyone × the record's state."""

import functools
import multiprocessing
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from patient_portal import access, sessions
from platform_api.vocabulary import DossierState
from tests.platform_api.calls import Api
from tests.platform_api.matrix import people
from tests.platform_api.matrix.measuring import (
    MAY,
    NAMES,
    OPEN,
    STATES,
    Measured,
    Snapshot,
    about_the_record,
    expected,
    in_each_state,
    measured,
)
from tests.platform_api.matrix.people import CALLERS, EVERYONE, STRANGERS
from tests.platform_api.matrix.scene import Scene
from tests.platform_api.world import DOCTOR
from tests.support.browser import ORIGIN
from tests.support.homes import copy_home, embedded_platform, make_ready, running_platform, running_portal
from tests.support.tree import ROOT

DOCUMENT = ROOT / "docs" / "access-matrix.md"
BROWSERS = (
    people.VISITOR,
    people.PATIENT,
    people.OTHER,
    *sorted(people.CAREGIVERS),
    *sorted(people.STAFF),
)
"""Who comes to the portal's pages with a browser; software and doctors do not."""
_IN, _FORM, _AWAY, _NO = "yes", "form", "sign in", "–"
_SIGNS = {_IN: "●", _FORM: "○", _AWAY: "→", _NO: "–"}
_API = "\n\n## API\n"
_INTRO = """# Access matrix

Made by `make access-matrix`; do not edit by hand. Every row was tried: the tests ask each path as each of these
people, and fail when one more or one fewer gets in (`tests/platform_api/test_access_matrix.py`,
`tests/portal/test_access_matrix.py`).
"""


@dataclass(frozen=True, slots=True)
class PortalRow:
    """One route of the portal, and how each browser fared: `yes`, `form`, `sign in`, or `–`."""

    rule: str
    declared: str
    fared: tuple[str, ...]


Route = tuple[str, str, str]
"""A route of the portal: method, rule, endpoint."""


def portal_routes(app: Flask) -> list[Route]:
    """Every route of the portal, in the order of the document."""
    return [
        (method, rule.rule, rule.endpoint)
        for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule)
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


class Portal:
    """The portal with Anne's record behind it, and a browser for everyone."""

    def __init__(self, app: Flask, copies: Path) -> None:
        app.config["WTF_CSRF_ENABLED"] = False  # form tokens are another test's matter
        self.app = app
        self.scene = Scene(embedded_platform(app))
        self._snapshot = Snapshot(self.scene.world.settings.home, copies)
        scene: Any = self.scene
        self._names: dict[str, Callable[[], str]] = {
            "<document_id>": lambda: scene.document,
            "<session_id>": lambda: scene.device,
            "<actor_id>": lambda: DOCTOR,
            **{name: functools.partial(value, scene) for name, value in NAMES.items()},
        }

    def row(self, route: Route) -> PortalRow:
        """One route with its method, tried as everyone."""
        method, rule, endpoint = route
        actions = access.declared(self.app, endpoint)
        declared = ", ".join(sorted(actions)) if actions else "public"
        return PortalRow(f"{method} {rule}", declared, tuple(self._tries(route, who) for who in BROWSERS))

    def forget(self) -> None:
        """Bring everything back to how it began."""
        self._snapshot.bring_back()

    def browser(self, who: str) -> FlaskClient:
        """A browser in which this person is signed in, or nobody."""
        client = self.app.test_client()
        make: Callable[[], Api] = self.scene.callers[who]
        reference = make().session
        if reference:
            client.set_cookie(sessions.COOKIE, reference, domain="localhost", secure=True)
        return client

    @staticmethod
    def ask(method: str, address: str, browser: FlaskClient) -> str:
        """How a browser fares there, as things are now."""
        answer = browser.open(address, method=method, base_url=ORIGIN)
        answer.close()
        assert answer.status_code < 500, (method, address)
        if answer.status_code in (301, 302, 303, 307, 308):
            return _AWAY if "/sign-in" in answer.headers["Location"] else _IN
        if answer.status_code == 422:
            return _FORM
        return _IN if answer.status_code < 400 else _NO

    def _tries(self, route: Route, who: str) -> str:
        self.forget()
        browser = self.browser(who)
        return self.ask(route[0], self.address(route), browser)

    def address(self, route: Route) -> str:
        """Where a browser goes for it; what the address names is made, where it is not there yet."""
        path = route[1].replace("<language:lang>", "en")
        for name, value in self._names.items():
            if name in path:
                path = path.replace(name, value())
        return re.sub(r"<(?:[a-z]+:)?[a-z_]+>", "none", path)


def platform_row(scene: Measured, rule: str, states: Sequence[DossierState] = STATES) -> dict[str, str]:
    """For one path of the platform and each caller: in which states of Anne's record they get in."""
    if not about_the_record(rule):
        return {who: "all" if who in expected(rule) else "" for who in CALLERS}
    found = in_each_state(scene, rule, states)
    assert found[OPEN] == expected(rule), rule
    return {who: _states(found, who) for who in CALLERS}


def _states(found: dict[DossierState, set[str]], who: str) -> str:
    letting = [state for state, got_in in found.items() if who in got_in]
    return "all" if len(letting) == len(found) else ", ".join(sorted(letting))


def _about_pages(portal: Iterable[PortalRow]) -> list[str]:
    signs = (
        "● gets the page, ○ gets the form again because it was sent empty (nobody was asked, nothing was done), "
        "→ is sent to sign in, – is refused (403 or 404)."
    )
    lines = [_INTRO, "## Pages", "", signs, ""]
    lines += ["| page | declared | " + " | ".join(BROWSERS) + " |", "|---|---|" + "---|" * len(BROWSERS)]
    return [*lines, *(page_line(row) for row in portal)]


def _about_paths(platform: dict[str, str]) -> str:
    lines = ["", "Who is answered, and in which states of the record where it matters. Nobody else is.", ""]
    lines += ["| path | who gets in |", "|---|---|"]
    lines += platform.values()
    strangers = ", ".join(STRANGERS)
    lines += [
        "",
        f"Strangers, refused everywhere but where everyone is answered or somebody signs in: {strangers}.",
    ]
    return "\n".join(lines) + "\n"


def page_line(row: PortalRow) -> str:
    """The line about a route of the portal."""
    return f"| `{row.rule}` | {row.declared} | " + " | ".join(_SIGNS[one] for one in row.fared) + " |"


def _who(rule: str, row: dict[str, str]) -> str:
    if MAY[rule] == EVERYONE:
        return EVERYONE
    by_states: dict[str, list[str]] = {}
    for who, states in row.items():
        if states:
            by_states.setdefault(states, []).append(who)
    parts = [
        ", ".join(some) + ("" if states == "all" else f" (record {states})")
        for states, some in by_states.items()
    ]
    return "; ".join(parts) or "nobody by this alone"


def pages_in_the_document() -> dict[str, str]:
    """For each route of the portal the line about it, as it was last written."""
    return _lines(DOCUMENT.read_text(encoding="utf-8").partition(_API)[0])


def paths_in_the_document() -> set[str]:
    """The paths of the platform that have a line."""
    return set(_lines(DOCUMENT.read_text(encoding="utf-8").partition(_API)[2]))


def _lines(text: str) -> dict[str, str]:
    return {found[1]: found[0] for found in re.finditer(r"^\| `([^`]*)` \|.*$", text, re.MULTILINE)}


class _Here:
    """What one process of the pool works on: its own platform and portal, each with its own Anne."""

    def __init__(self, ready: Path) -> None:
        self._open = ExitStack()
        self._folder = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        self._ready = ready

    @functools.cached_property
    def platform(self) -> Measured:
        app = self._open.enter_context(running_platform(copy_home(self._ready, self._folder / "platform")))
        return self._open.enter_context(measured(Scene(app), self._folder / "copies"))

    @functools.cached_property
    def portal(self) -> Portal:
        app = self._open.enter_context(running_portal(copy_home(self._ready, self._folder / "portal")))
        return Portal(app, self._folder / "portal-copies")


_here: _Here


def _begin(ready: Path) -> None:
    global _here
    _here = _Here(ready)


def _path_line(rule: str) -> str:
    return f"| `{rule}` | {_who(rule, platform_row(_here.platform, rule))} |"


def _portal_row(route: Route) -> PortalRow:
    return _here.portal.row(route)


def main() -> None:
    """Try everything, in as many processes as there are processors, and write the document.

    With `pages` as an argument only the pages and the platform's new paths are tried: what is written of others stays.
    """
    rules = sorted(MAY, key=lambda one: one.split(" ")[::-1])
    with tempfile.TemporaryDirectory() as folder:
        ready, look = Path(folder) / "ready", Path(folder) / "look"
        ready.mkdir()
        make_ready(ready)
        with running_portal(copy_home(ready, look)) as app:
            routes = portal_routes(app)
        spawning = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(mp_context=spawning, initializer=_begin, initargs=(ready,)) as pool:
            pages = "\n".join(_about_pages(pool.map(_portal_row, routes)))
            stay = (
                _lines(DOCUMENT.read_text(encoding="utf-8").partition(_API)[2]) if "pages" in sys.argv else {}
            )
            tried = [rule for rule in rules if rule not in stay]
            known = stay | dict(zip(tried, pool.map(_path_line, tried), strict=True))
            rest = _about_paths({rule: known[rule] for rule in rules})
    DOCUMENT.write_text(pages + _API + rest, encoding="utf-8")
    print(f"{len(rules)} paths of the platform, {len(routes)} pages: {DOCUMENT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
