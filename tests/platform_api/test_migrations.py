"""The schema: what the migrations build is what the models say, and the way back leads to the same place."""

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


def test_one_migration_follows_the_other():
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert len(script.get_heads()) == 1
