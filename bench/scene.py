"""What is measured: portal and platform on a population of the wanted size, and the floor with the same rows."""

import io
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, insert, select
from werkzeug.test import Client

from bench.floor import floor_app
from patient_portal.app import create_app as create_portal
from patient_portal.settings import Settings as PortalSettings
from platform_api import operations, sessions
from platform_api.app import create_app as create_platform
from platform_api.context import Platform
from platform_api.documents.rows import DOCUMENTS, SELECT
from platform_api.identifiers import new_id
from platform_api.keys import open_sealed, seal
from platform_api.models import Account, Document, Organisation, Professional
from platform_api.settings import Settings

ORIGIN = "http://127.0.0.1:8000"
DOCUMENTS_EACH = 20
LARGE_RECORD = 500
Ask = Callable[[], int]


@dataclass
class Scene:
    """Two applications and the floor, and somebody signed in who has hundreds of documents."""

    home: Path
    portal: Flask
    platform: Flask
    floor: Flask
    running: Platform
    settings: Settings
    demo: dict[str, Any]
    patient_id: str
    account_id: str
    rows: int

    def page(self, path: str) -> Ask:
        """Asks for a page of the portal as the person who is signed in, with the cookies of their first page."""
        cookies = [f"__Host-dsp={self._session()}"]
        first = Client(self.portal, use_cookies=False).get(path, headers={"Cookie": cookies[0]})
        cookies += [one.partition(";")[0] for one in first.headers.getlist("Set-Cookie")]
        headers = {"HTTP_COOKIE": "; ".join(cookies), "HTTP_ACCEPT_LANGUAGE": "fr"}
        return wsgi(self.portal, "GET", path, headers)

    def api(self, method: str, path: str, **form: str) -> Ask:
        """Asks the platform as the portal does for that person."""
        token = self.running.tokens.issue("dsp-portal", frozenset({"portal"}))[0]
        headers = {"HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_DSP_SESSION": self._session()}
        if method == "GET":
            return wsgi(self.platform, method, f"{path}?{urlencode(form)}" if form else path, headers)
        return wsgi(
            self.platform,
            method,
            path,
            headers | {"CONTENT_TYPE": "application/x-www-form-urlencoded"},
            urlencode(form).encode(),
        )

    def floor_page(self) -> Ask:
        """Asks the floor for its page."""
        return wsgi(self.floor, "GET", "/documents", {})

    def floor_found(self) -> Ask:
        """Asks the floor for its documents as JSON, seven columns each."""
        return wsgi(self.floor, "GET", "/found", {})

    def floor_found_whole(self) -> Ask:
        """Asks the floor for the same documents as JSON with every column that ITI-67 tells of."""
        return wsgi(self.floor, "GET", "/found-whole", {})

    def document_of(self, *media_types: str) -> str:
        """One of that person's documents of this kind."""
        with self.running.database.read() as connection:
            return str(
                connection.execute(
                    select(Document.id)
                    .where(Document.patient_id == self.patient_id, Document.media_type.in_(media_types))
                    .order_by(Document.created_at.desc(), Document.id)
                    .limit(1)
                ).scalar_one()
            )

    def _session(self) -> str:
        with self.running.database.write() as connection:
            return sessions.open_person(connection, self.account_id, "bench", None)


def wsgi(app: Flask, method: str, target: str, headers: dict[str, str], body: bytes = b"") -> Ask:
    """A request ready to be sent again and again, straight to the application; returns the status."""
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **headers,
    }

    def ask() -> int:
        told: list[int] = []

        def start(status: str, _headers: Any, _error: Any = None) -> Callable[[bytes], object]:
            told.append(int(status[:3]))
            return lambda _data: None

        chunks = app.wsgi_app(environ | {"wsgi.input": io.BytesIO(body)}, start)
        for _chunk in chunks:
            pass
        close = getattr(chunks, "close", None)
        if close:
            close()
        return told[0]

    return ask


@contextmanager
def scene(home: Path, rows: int, say: Callable[[str], None]) -> Iterator[Scene]:
    """Everything set up in this folder; `rows` documents beside the demo's own."""
    settings = Settings(home=home, base_url=ORIGIN)
    demo = operations.load_demo(settings)
    for line in operations.populate(settings, max(1, rows // DOCUMENTS_EACH), DOCUMENTS_EACH):
        say(line)
    platform = create_platform(settings)
    running: Platform = platform.extensions["dsp-platform"]
    patient_id, account_id = _who_has_most(running)
    _fill_up(running, patient_id)
    thin, whole = _same_rows(running, patient_id), _whole_rows(running, patient_id, account_id)
    floor = floor_app(home, thin, whole, patient_id)
    portal = create_portal(PortalSettings(home=home, base_url=ORIGIN))
    found = Scene(home, portal, platform, floor, running, settings, demo, patient_id, account_id, rows)
    try:
        yield found
    finally:
        running.close()


def _who_has_most(running: Platform) -> tuple[str, str]:
    with running.database.read() as connection:
        row = connection.execute(
            select(Account.patient_id, Account.id)
            .join(Document, Document.patient_id == Account.patient_id)
            .group_by(Account.patient_id, Account.id)
            .order_by(func.count().desc())
            .limit(1)
        ).one()
    return str(row[0]), str(row[1])


def _fill_up(running: Platform, patient_id: str) -> None:
    """Give that person as many documents as a large record has: rows like their own, each with its own sealed title."""
    key = running.record_key(patient_id)
    if key is None:
        raise LookupError(patient_id)
    with running.database.write() as connection:
        own = connection.execute(
            select(Document.__table__).where(Document.patient_id == patient_id)
        ).mappings()
        models = [dict(row) for row in own if row["replaces_id"] is None]
        missing = (
            LARGE_RECORD
            - connection.execute(
                select(func.count()).select_from(Document).where(Document.patient_id == patient_id)
            ).scalar_one()
        )
        rows = []
        for model in islice(cycle(models), max(0, missing)):
            identifier = new_id()
            words = {
                f"{kind}_sealed": seal(
                    key, open_sealed(key, sealed, f"{kind}:{model['id']}"), f"{kind}:{identifier}"
                )
                for kind in ("title", "description", "author")
                if (sealed := model[f"{kind}_sealed"]) is not None
            }
            fresh = {"id": identifier, "unique_id": f"urn:uuid:{identifier}", "blob_id": str(uuid.uuid4())}
            rows.append(model | fresh | words)
        if rows:
            connection.execute(insert(Document), rows)


def _same_rows(running: Platform, patient_id: str) -> list[dict[str, Any]]:
    """That person's documents, as the floor keeps them."""
    key = running.record_key(patient_id)
    if key is None:
        raise LookupError(patient_id)
    with running.database.read() as connection:
        rows = connection.execute(
            select(Document, Organisation.name, Professional.family)
            .join(Organisation, Organisation.id == Document.organisation_id, isouter=True)
            .join(Professional, Professional.id == Document.author_id, isouter=True)
            .where(Document.patient_id == patient_id)
            .with_only_columns(
                Document.id,
                Document.title_sealed,
                Document.type_code,
                Document.created_at,
                Organisation.name.label("organisation"),
                Professional.family.label("author"),
            )
        )
        return [
            {
                "id": row.id,
                "title": open_sealed(key, row.title_sealed, f"title:{row.id}").decode(),
                "type_code": row.type_code,
                "author": row.author or "",
                "organisation": row.organisation or "",
                "created_at": row.created_at.replace(tzinfo=None),
                "seen": 1,
            }
            for row in rows
        ]


def _whole_rows(running: Platform, patient_id: str, account_id: str) -> list[dict[str, Any]]:
    """The rows that a search of that record reads, each with all its columns, in clear."""
    key = running.record_key(patient_id)
    if key is None:
        raise LookupError(patient_id)
    with running.database.read() as connection:
        found = connection.execute(
            SELECT.where(DOCUMENTS.c.patient_id == patient_id), {"account": account_id}
        ).mappings()
        rows = [dict(row) for row in found]
    for row in rows:
        sealed = {kind: row.pop(f"{kind}_sealed") for kind in ("title", "description", "author")}
        words = {
            kind: open_sealed(key, data, f"{kind}:{row['id']}").decode() if data else None
            for kind, data in sealed.items()
        }
        row |= {
            "title": words["title"],
            "description": words["description"],
            "author_stated": words["author"],
        }
        for name in ("created_at", "deposited_at", "seen_at"):
            row[name] = row[name].replace(tzinfo=None) if row[name] else None
    return rows
