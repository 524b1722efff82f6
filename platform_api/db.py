"""The database: one engine, a reading and a writing transaction, column types that behave alike everywhere."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, Select, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an acknowledged write survives a power cut
    "foreign_keys=ON",
    "busy_timeout=10000",
    "secure_delete=ON",
    "cache_size=-16000",
    "mmap_size=268435456",
)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on every database (SQLite gives naive ones back)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """SQLite's text is read in one step: a page of rows has hundreds of moments."""
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Database:
    """One database; `read()`, `value()` and `write()` are the only ways in."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        options: dict[str, Any] = {} if self.is_sqlite else {"pool_pre_ping": True, "pool_size": 4}
        self.engine: Engine = create_engine(
            self.url,
            hide_parameters=True,  # an error must not carry anyone's data into a log
            **options,
        )
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state and changes nothing."""
        with self.engine.connect() as connection:
            self._begin(connection, "DEFERRED")
            try:
                yield connection
            finally:
                connection.rollback()

    def value(self, statement: Select[Any], values: Mapping[str, Any]) -> Any:
        """The one value that one statement finds, or None; it sees one state without a transaction."""
        with self.engine.connect() as connection:
            return connection.execute(statement, values).scalar()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: all of it is kept, or nothing.

        On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`): a deferred one loses updates or fails
        when two writers read first.
        """
        with self.engine.begin() as connection:
            self._begin(connection, "IMMEDIATE")
            yield connection

    def migrating(self) -> Engine:
        """For the migrations, which open and close their transactions themselves."""
        engine = self.engine.execution_options()
        if self.is_sqlite:
            event.listen(engine, "begin", _begin_deferred)
        return engine

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()

    def _begin(self, connection: Connection, mode: str) -> None:
        """SQLite's driver begins nothing by itself; a listener that does would slow every statement down."""
        if self.is_sqlite:
            connection.exec_driver_sql(f"BEGIN {mode}")


def insert_if_absent(connection: Connection, table: Any, values: Mapping[str, Any]) -> None:
    """Insert a row unless its key is there, also when another transaction is inserting the same one now."""
    build = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(build(table).on_conflict_do_nothing(), values)


def is_unavailable(error: OperationalError) -> bool:
    """Whether the database itself is out of reach or cannot write, so that waiting may help."""
    text = str(error.orig).lower()
    return error.connection_invalidated or any(
        sign in text
        for sign in (
            "full",
            "locked",
            "readonly",
            "read-only",
            "unable to open",
            "connection",
            "disk i/o",
            "recovery",
        )
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN DEFERRED")
