"""Schema migrations (Alembic), for SQLite and PostgreSQL alike."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from platform_api.db import Database


def configuration(database: Database) -> Config:
    """Alembic's configuration for this database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up; does nothing when it is up already."""
    command.upgrade(configuration(database), revision)


def downgrade(database: Database, revision: str = "-1") -> None:
    """Take the schema back."""
    command.downgrade(configuration(database), revision)
