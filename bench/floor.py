"""The audited floor: a bare Flask page of 20 documents, SQLAlchemy Core, Jinja, one durable hash-chained trail row."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask, Response, render_template
from jinja2 import DictLoader
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    func,
    insert,
    select,
    update,
)

metadata = MetaData()
FOUND = 100
"""Documents of one answer as JSON: the most that the platform gives at once."""
documents = Table(
    "documents",
    metadata,
    Column("patient_id", String(36), primary_key=True),
    Column("id", String(36), primary_key=True),
    Column("title", String(200)),
    Column("type_code", String(40)),
    Column("author", String(200)),
    Column("organisation", String(200)),
    Column("created_at", DateTime),
    Column("seen", Integer),
    Index("ix_documents_patient_id_created_at", "patient_id", "created_at"),
    sqlite_with_rowid=False,
)
trail = Table(
    "trail",
    metadata,
    Column("chain", String(36), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("recorded_at", DateTime),
    Column("action", String(40)),
    Column("previous_hash", String(64)),
    Column("hash", String(64)),
    sqlite_with_rowid=False,
)
whole = Table(
    "whole",
    metadata,
    Column("patient_id", String(36), primary_key=True),
    Column("id", String(36), primary_key=True),
    *(Column(name, DateTime) for name in ("created_at", "deposited_at", "seen_at")),
    *(Column(name, Date) for name in ("service_from", "service_to")),
    Column("size", Integer),
    Column("by_patient", Boolean),
    Column("event_codes", JSON),
    *(
        Column(name, String(200))
        for name in (
            "unique_id entry_uuid status type_code group_code language media_type sha1 title description "
            "author_stated author_id organisation_id confidentiality replaces_id appends_id transforms_id signs_id "
            "format_code facility_code practice_setting_code organisation organisation_kind author_prefix "
            "author_given author_family author_category"
        ).split()
    ),
    Index("ix_whole_patient_id_created_at", "patient_id", "created_at"),
    sqlite_with_rowid=False,
)
"""Every column that an answer of ITI-67 is made of, already joined and in clear."""
heads = Table(
    "heads",
    metadata,
    Column("chain", String(36), primary_key=True),
    Column("number", Integer),
    Column("hash", String(64)),
)
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Documents</title></head>
<body><main><h1>Documents</h1><table>
{% for row in rows %}<tr{% if not row['seen'] %} class="new"{% endif %}><td><a href="/documents/{{ row['id'] }}">
{{ row['title'] }}</a> <span>{{ row['type_code'] }}</span></td><td>{{ row['author'] }} {{ row['organisation'] }}</td>
<td><time>{{ row['created_at'].strftime('%d.%m.%Y') }}</time></td></tr>
{% endfor %}</table></main></body></html>"""


def floor_app(
    folder: Path, rows: list[dict[str, Any]], whole_rows: list[dict[str, Any]], patient_id: str
) -> Flask:
    """The floor's application on a database of its own in `folder`, filled with these rows of one patient."""
    engine = _engine(folder / "floor.sqlite3")
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(documents), [{"patient_id": patient_id, **row} for row in rows])
        connection.execute(insert(whole), whole_rows)
        connection.execute(insert(heads), {"chain": patient_id, "number": 0, "hash": "0" * 64})
    app = Flask("floor", static_folder=None)
    app.jinja_loader = DictLoader({"page.html": PAGE})
    wanted = select(
        documents.c.id,
        documents.c.title,
        documents.c.type_code,
        documents.c.author,
        documents.c.organisation,
        documents.c.created_at,
        documents.c.seen,
    )
    page = (
        wanted.where(documents.c.patient_id == patient_id)
        .order_by(documents.c.created_at.desc(), documents.c.id.desc())
        .limit(20)
    )

    @app.get("/documents")
    def listed() -> str:
        with _writing(engine) as connection:
            found = connection.execute(page).mappings().all()
            _append(connection, patient_id)
        return render_template("page.html", rows=found)

    def answer(table: Table) -> Callable[[], Response]:
        newest = table.c.created_at.desc(), table.c.id.desc()
        columns = [column for column in table.c if table is whole or column.name != "patient_id"]
        wanted_json = select(*columns).where(table.c.patient_id == patient_id).order_by(*newest).limit(FOUND)
        counted = select(func.count()).select_from(table).where(table.c.patient_id == patient_id)

        def as_json() -> Response:
            with _writing(engine) as connection:
                found = connection.execute(wanted_json).mappings().all()
                total = connection.execute(counted).scalar_one()
                _append(connection, patient_id)
            body = msgspec.json.encode({"total": total, "entry": [dict(row) for row in found]})
            return Response(body, content_type="application/json")

        return as_json

    app.add_url_rule("/found", "found", answer(documents))
    app.add_url_rule("/found-whole", "found-whole", answer(whole))
    return app


def _append(connection: Connection, chain: str) -> None:
    head = connection.execute(select(heads.c.number, heads.c.hash).where(heads.c.chain == chain)).one()
    row = {
        "chain": chain,
        "number": head.number + 1,
        "recorded_at": datetime.now(UTC).replace(tzinfo=None),  # noqa: TID251 - the floor has no platform
        "action": "document.list",
        "previous_hash": head.hash,
    }
    row["hash"] = hashlib.sha256(msgspec.json.encode(row)).hexdigest()
    connection.execute(insert(trail), row)
    connection.execute(
        update(heads).where(heads.c.chain == chain).values(number=row["number"], hash=row["hash"])
    )


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    return engine


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the write lock from its beginning."""
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def measure(ask: Any, times: int = 100) -> tuple[float, float]:
    """CPU and wall-clock milliseconds of one request, over `times` of them."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _turn in range(times):
        ask()
    return (time.process_time() - cpu) / times * 1000, (time.perf_counter() - wall) / times * 1000
