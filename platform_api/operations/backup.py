"""A consistent copy while serving, and its restoration into an empty home."""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from platform_api import audit_trail, clock
from platform_api.context import Platform
from platform_api.db import Database
from platform_api.models import Document, PaperForm
from platform_api.operations.failures import OperationFailed
from platform_api.operations.stores import running
from platform_api.settings import Settings

_MANIFEST = "manifest.json"


def back_up(settings: Settings, folder: Path) -> str:
    """Copy databases, documents and keys into an empty folder; the manifest comes last and seals it.

    Keys lie in a folder of their own: keep it apart, 35 days at most, so that what was erased stays erased
    (domain.md). PostgreSQL has its own tools: only SQLite homes are copied here. Raises OperationFailed.
    """
    if folder.exists() and any(folder.iterdir()):
        raise OperationFailed(f"{folder} is not empty")
    for url in (settings.database, settings.key_store):
        if not url.startswith("sqlite:"):
            raise OperationFailed("a PostgreSQL database is copied with its own tools (pg_dump, PITR)")
    (folder / "keys").mkdir(mode=0o700, parents=True)
    copied: list[Path] = []
    with running(settings) as opened:
        copied.append(_snapshot(opened.database, folder / "platform.sqlite3"))
        copied += _copy_blobs(opened, folder)
        copied.append(_snapshot(opened.key_store, folder / "keys" / "records.sqlite3"))
    kept = ("*.key", "*.secret", "*.pem")
    for path in sorted(path for pattern in kept for path in settings.keys.glob(pattern)):
        copied.append(_copy(path, folder / "keys" / path.name))
    manifest = {
        "made_at": clock.now().isoformat(),
        "files": {str(path.relative_to(folder)): _sha256(path) for path in copied},
    }
    draft = folder / f".{_MANIFEST}"
    draft.write_text(json.dumps(manifest, indent=1))
    _sync(draft)
    draft.rename(folder / _MANIFEST)
    return f"{len(copied)} files copied to {folder}"


def restore(settings: Settings, folder: Path) -> str:
    """Restore a copy into an empty home and verify it; nothing half-restored goes live.

    Raises OperationFailed naming the first file that is missing or damaged, or the first broken trail entry.
    """
    if settings.home.exists() and any(settings.home.iterdir()):
        raise OperationFailed(f"{settings.home} is not empty")
    try:
        files: dict[str, str] = json.loads((folder / _MANIFEST).read_text())["files"]
    except (OSError, ValueError, KeyError) as error:
        raise OperationFailed(
            f"{folder} holds no complete copy: {_MANIFEST} is missing or damaged"
        ) from error
    for name, expected in sorted(files.items()):
        if not (folder / name).is_file() or _sha256(folder / name) != expected:
            raise OperationFailed(f"{name} is missing or damaged; nothing was restored")
    draft = settings.home.with_name(f".{settings.home.name}.restoring")
    shutil.rmtree(draft, ignore_errors=True)
    for name in files:
        _copy(folder / name, draft / name)
    (draft / "keys").chmod(0o700)
    broken = _verify(settings, draft)
    if broken:
        shutil.rmtree(draft)
        raise OperationFailed(broken)
    if settings.home.exists():
        settings.home.rmdir()
    draft.rename(settings.home)
    return f"{len(files)} files restored to {settings.home} and verified"


def _verify(settings: Settings, draft: Path) -> str | None:
    restored = Settings(home=draft, environment=settings.environment, base_url=settings.base_url)
    with running(restored) as opened, opened.database.read() as connection:
        for found in audit_trail.verify(connection, opened.keys.checkpoint.all):
            return f"the copy's trail is broken at chain {found.chain}, entry {found.number}: {found.what}"
        for blob_id in _blobs(connection):
            if not opened.blobs.path(blob_id).is_file():
                return f"file {blob_id} is missing from the copy"
    return None


def _snapshot(database: Database, target: Path) -> Path:
    """One consistent state of a SQLite database, while others write (VACUUM INTO)."""
    source = sqlite3.connect(str(database.url.database), isolation_level=None)
    try:
        source.execute("VACUUM INTO ?", (str(target),))
    finally:
        source.close()
    target.chmod(0o600)
    _sync(target)
    return target


def _copy_blobs(opened: Platform, folder: Path) -> list[Path]:
    """Those that the snapshot refers to: blobs never change, and none goes before its row."""
    snapshot = Database(f"sqlite:///{folder / 'platform.sqlite3'}")
    copied = []
    try:
        with snapshot.read() as connection:
            for blob_id in _blobs(connection):
                source = opened.blobs.path(blob_id)
                copied.append(_copy(source, folder / "blobs" / source.parent.name / source.name))
    finally:
        snapshot.dispose()
    for extra in ("platform.sqlite3-wal", "platform.sqlite3-shm"):
        (folder / extra).unlink(missing_ok=True)
    return copied


def _blobs(connection: Connection) -> Iterator[str]:
    """The files that a copy holds: documents, and the scans of paper forms."""
    yield from connection.execute(select(Document.blob_id)).scalars()
    scans = select(PaperForm.scan_blob_id).where(PaperForm.scan_blob_id.is_not(None))
    yield from (name for name in connection.execute(scans).scalars() if name)


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)
    _sync(target)
    return target


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
