"""The schema: what the migrations build is what the models say, and the way back leads to the same place."""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from platform_api import migrations
from platform_api.db import Database
from platform_api.models import Base


def _differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_the_migrations_build_what_the_models_say(database_url: str):
    database = Database(database_url)
    migrations.upgrade(database)
    assert _differences(database) == []
    database.dispose()


def test_down_and_up_again_loses_no_table(database_url: str):
    database = Database(database_url)
    migrations.upgrade(database)
    tables = set(inspect(database.engine).get_table_names())
    migrations.downgrade(database, "0001")
    migrations.upgrade(database)
    assert set(inspect(database.engine).get_table_names()) == tables
    assert _differences(database) == []
    database.dispose()


def test_two_processes_that_start_together_both_find_the_newest_schema(database_url: str):
    """A server and a command of one new release, on a database of the one before."""
    database = Database(database_url)
    migrations.upgrade(database, "0001")
    database.dispose()
    told = "import sys; from platform_api import migrations; from platform_api.db import Database; "
    command = [sys.executable, "-c", told + "migrations.upgrade(Database(sys.argv[1]))", database_url]
    starting = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    faults = [one.communicate(timeout=180)[1] for one in starting]
    assert [one.returncode for one in starting] == [0, 0, 0], faults
    assert _differences(database) == []
    database.dispose()


def test_one_migration_follows_the_other():
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert len(script.get_heads()) == 1
