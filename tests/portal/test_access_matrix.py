"""Every page × everyone with a browser: each fares as docs/access-matrix.md prints it (ASVS 8.2.1)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from tests.platform_api.matrix.measuring import MAY
from tests.platform_api.matrix.people import PATIENT
from tests.support.access_matrix import (
    Portal,
    page_line,
    pages_in_the_document,
    paths_in_the_document,
    portal_routes,
)
from tests.support.homes import copy_home, running_portal

WRITTEN = pages_in_the_document()


@pytest.fixture(scope="module")
def around_anne(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal, Anne's record and everyone around it, brought back before each try."""
    folder = tmp_path_factory.mktemp("portal-matrix")
    with running_portal(copy_home(ready_home, folder / "home")) as app:
        yield Portal(app, folder / "copies")


def test_every_page_and_every_path_is_in_the_document(portal: Flask):
    assert {f"{method} {rule}" for method, rule, _endpoint in portal_routes(portal)} == set(WRITTEN)
    assert set(MAY) == paths_in_the_document()


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_everyone_fares_as_written(around_anne: Portal, name: str):
    """When this is meant to be otherwise: `make access-matrix`, and look at what it changed."""
    route = next(one for one in portal_routes(around_anne.app) if " ".join(one[:2]) == name)
    assert page_line(around_anne.row(route)) == WRITTEN[name]


LOOKED_AT = {"audit_entries", "audit_heads", "document_views", "sessions", "spent_tokens", "tallies"}
"""What looking at a page leaves: its trace, that a document is no longer new to this person, when the session was last
used, what is counted, and the portal's own signing in to the platform."""


def _rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(home / "platform.sqlite3")) as plain:
        tables = [name for (name,) in plain.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: sorted(plain.execute(f"select * from {name}"), key=repr)
            for name in tables
            if name not in LOOKED_AT
        }


@pytest.mark.parametrize("name", sorted(one for one in WRITTEN if one.startswith("GET ")))
def test_looking_at_a_page_changes_nothing(around_anne: Portal, name: str):
    """A link in a mail, a browser that fetches ahead: nothing happens that the person did not send off (ASVS 3.5.3)."""
    home = around_anne.scene.world.settings.home
    route = next(one for one in portal_routes(around_anne.app) if " ".join(one[:2]) == name)
    around_anne.forget()
    browser, address = around_anne.browser(PATIENT), around_anne.address(route)
    before = _rows(home)
    around_anne.ask("GET", address, browser)
    after = _rows(home)
    assert {table: rows for table, rows in after.items() if rows != before[table]} == {}
