"""Making the home ready, and opening its stores for the time of one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from joserfc.jwk import ECKey
from sqlalchemy import insert, select, update

from platform_api import clock, migrations
from platform_api.context import Platform
from platform_api.db import Database
from platform_api.keys import create_missing_keys, load_keys, portal_key
from platform_api.models import Software
from platform_api.principal import PORTAL
from platform_api.settings import Settings


def prepare(settings: Settings) -> None:
    """Make the home ready: keys (in development), schema, the portal's own registration. Safe to repeat.

    Raises UnsafeSettings in production when keys are missing.
    """
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    load_keys(settings)
    database = Database(settings.database)
    try:
        migrations.upgrade(database)
        _register_portal(settings, database)
    finally:
        database.dispose()


def create_keys(settings: Settings) -> list[str]:
    """Create the key files that are missing; returns their names. For the first start in production."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return create_missing_keys(settings)


def upgrade_schema(settings: Settings, revision: str = "head") -> None:
    """Bring the schema up."""
    migrations.upgrade(Database(settings.database), revision)


def downgrade_schema(settings: Settings, revision: str = "-1") -> None:
    """Take the schema back."""
    migrations.downgrade(Database(settings.database), revision)


@contextmanager
def running(settings: Settings) -> Iterator[Platform]:
    """The platform's stores, open for the time of one command."""
    clock.shift(settings.clock_offset)
    opened = Platform.open(settings, load_keys(settings))
    try:
        yield opened
    finally:
        opened.close()


def _register_portal(settings: Settings, database: Database) -> None:
    """The portal signs in like any other software: its public key stands in the same table."""
    key = ECKey.import_key(portal_key(settings)).as_dict(private=False)
    with database.write() as connection:
        known = connection.execute(select(Software.public_key).where(Software.client_id == PORTAL)).first()
        if known is None:
            connection.execute(
                insert(Software),
                {
                    "client_id": PORTAL,
                    "name": "DSP",
                    "version": "1",
                    "vendor": "DSP",
                    "organisation_id": None,
                    "state": "conformant",
                    "scopes": ["portal", "worker"],
                    "public_key": key,
                    "approved_on": clock.today(),
                },
            )
        elif known.public_key != key:
            connection.execute(update(Software).where(Software.client_id == PORTAL).values(public_key=key))
