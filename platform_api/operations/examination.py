"""Looks at a home as a careful operator would before opening the doors."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from platform_api import clock, migrations, outbox, seal_certificates
from platform_api.db import Database
from platform_api.keys import load_keys
from platform_api.models import AuditEntry, Notice
from platform_api.settings import Settings, UnsafeSettings

_LEAST_FREE = 2 * 1024**3
_RENEWAL = timedelta(days=90)
_SAFE_MODES = (0o600, 0o400)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    fine: bool
    detail: str


def examine(settings: Settings) -> list[Finding]:
    """Configuration, database, blobs, keys, clock and mail; a finding that is not fine makes production unsafe."""
    checks: tuple[tuple[str, Callable[[Settings], tuple[bool, str]]], ...] = (
        ("environment", _environment),
        ("keys", _keys),
        ("database", _database),
        ("key store", _key_store),
        ("documents", _blobs),
        ("clock", _clock),
        ("outbox", _outbox),
    )
    return [Finding(name, *check(settings)) for name, check in checks]


def _environment(settings: Settings) -> tuple[bool, str]:
    if not settings.production:
        return True, "development: secrets are made up, the demo may be loaded"
    return settings.base_url.startswith("https://"), f"production, served at {settings.base_url}"


def _keys(settings: Settings) -> tuple[bool, str]:
    try:
        keys = load_keys(settings)
    except (UnsafeSettings, OSError, ValueError) as error:
        return False, str(error)
    ends = seal_certificates.first_of(keys.seal_certificates).not_valid_after_utc
    if ends < clock.now() + _RENEWAL:
        return False, f"the certificate of the seal ends on {ends:%Y-%m-%d}: see 'The seal' in operations.md"
    loose = [
        path.name for path in settings.keys.glob("*.key") if path.stat().st_mode & 0o777 not in _SAFE_MODES
    ]
    return (
        not loose,
        f"readable by others: {', '.join(loose)}" if loose else "all there, readable by the owner alone",
    )


def _database(settings: Settings) -> tuple[bool, str]:
    database = Database(settings.database)
    try:
        with database.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        newest = ScriptDirectory.from_config(migrations.configuration(database)).get_current_head()
    except SQLAlchemyError as error:
        return False, f"cannot be opened ({type(error).__name__})"
    finally:
        database.dispose()
    if current != newest:
        return False, f"schema {current}, wanted {newest}: run 'dsp db upgrade'"
    return True, f"{database.url.get_backend_name()}, schema {current}"


def _key_store(settings: Settings) -> tuple[bool, str]:
    same = settings.key_store == settings.database
    detail = "in the same database as the records: erasing would not erase" if same else "apart"
    return not same, detail


def _blobs(settings: Settings) -> tuple[bool, str]:
    try:
        settings.blobs.mkdir(parents=True, exist_ok=True)
        probe = settings.blobs / ".probe"
        probe.write_bytes(b"x")
        probe.unlink()
        free = shutil.disk_usage(settings.blobs).free
    except OSError as error:
        return False, f"cannot be written: {error.strerror}"
    return free > _LEAST_FREE, f"{free // 1024**3} GiB free"


def _clock(settings: Settings) -> tuple[bool, str]:
    database = Database(settings.database)
    try:
        with database.read() as connection:
            newest = connection.execute(select(func.max(AuditEntry.recorded_at))).scalar()
    except SQLAlchemyError:
        return False, "cannot be compared with the trail"
    finally:
        database.dispose()
    if newest is not None and newest > clock.now() + timedelta(minutes=1):
        return False, "the trail's newest entry lies in the future"
    return True, clock.now().isoformat(timespec="seconds")


def _outbox(settings: Settings) -> tuple[bool, str]:
    database = Database(settings.database)
    try:
        with database.read() as connection:
            refused = connection.execute(select(func.count()).where(outbox.given_up())).scalar_one()
            stuck = select(func.count()).where(
                Notice.sent_at.is_(None), Notice.address_sealed.is_not(None), Notice.tries > 3
            )
            waiting = connection.execute(stuck).scalar_one()
    except SQLAlchemyError:
        return False, "cannot be read"
    finally:
        database.dispose()
    said = f"{waiting} messages could not be sent so far"
    return waiting == 0, f"{said}; the gateway refused the number of {refused}" if refused else said
