"""Schema migrations (Alembic), for SQLite and PostgreSQL alike."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import bindparam, func, select

from platform_api.db import Database

_LOCK = 0x445350  # "DSP": the number by which PostgreSQL knows this lock


def configuration(database: Database) -> Config:
    """Alembic's configuration for this database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up; does nothing when it is up already, or once another process has done it."""
    with _alone(database):
        command.upgrade(configuration(database), revision)


def downgrade(database: Database, revision: str = "-1") -> None:
    """Take the schema back."""
    with _alone(database):
        command.downgrade(configuration(database), revision)


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Of two processes that start together one waits: both would change the same tables, and one of them would fail."""
    if not database.is_sqlite:
        with database.engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(bindparam("of", _LOCK))))
            yield
        return
    folder = os.open(Path(database.url.database or ".").absolute().parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
