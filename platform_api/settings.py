"""What an operator may set for the platform; read once, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

DEMO_FILE = "demo.json"
DEFAULT_BASE_URL = "http://127.0.0.1:8000"


class UnsafeSettings(Exception):
    """The settings would be unsafe in production; the message names what is missing, never a value."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The platform's settings; every secret is a file under `home/keys`, never a value here."""

    home: Path
    environment: str = "development"
    base_url: str = DEFAULT_BASE_URL
    database_url: str = ""
    key_store_url: str = ""
    clock_offset: timedelta = timedelta()
    metrics_token: str = ""
    largest_file: int = 50 * 1024 * 1024
    """Bytes of one file (domain.md: documents)."""
    upload_quota: int = 1000 * 1024 * 1024
    """Bytes of all that a person added themself."""
    export_part: int = 32 * 1024 * 1024
    """Bytes of documents in one part of a copy; a larger document has a part to itself."""
    scanner_url: str = ""
    """A virus scanner that speaks clamd's protocol, `clamd://host:port`; none unless set."""
    requests_per_minute: int = 0
    """How many requests each caller may send to one worker; 0 counts none."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read `DSP_*`; raises UnsafeSettings for an unknown environment or a shifted clock in production."""
        env = os.environ if environ is None else environ
        environment = env.get("DSP_ENV", "development")
        if environment not in ("development", "production"):
            raise UnsafeSettings("DSP_ENV must be development or production")
        offset = timedelta(seconds=float(env.get("DSP_CLOCK_OFFSET", "0") or 0))
        if offset and environment == "production":
            raise UnsafeSettings("DSP_CLOCK_OFFSET is for development only")
        port = env.get("PORT", "8000")
        return cls(
            home=Path(env.get("DSP_HOME", "instance")).absolute(),
            environment=environment,
            base_url=env.get("DSP_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
            database_url=env.get("DSP_DATABASE_URL", ""),
            key_store_url=env.get("DSP_KEY_STORE_URL", ""),
            clock_offset=offset,
            metrics_token=env.get("DSP_METRICS_TOKEN", ""),
            largest_file=_megabytes(env, "DSP_LARGEST_FILE_MB", 50),
            upload_quota=_megabytes(env, "DSP_UPLOAD_QUOTA_MB", 1000),
            export_part=_megabytes(env, "DSP_EXPORT_PART_MB", 32),
            scanner_url=env.get("DSP_SCANNER_URL", ""),
            requests_per_minute=_number(env, "DSP_REQUESTS_PER_MINUTE", 1200),
        )

    @property
    def production(self) -> bool:
        """Whether nothing may be made up for convenience."""
        return self.environment == "production"

    @property
    def keys(self) -> Path:
        """Where the key files lie."""
        return self.home / "keys"

    @property
    def blobs(self) -> Path:
        """Where the encrypted documents lie."""
        return self.home / "blobs"

    @property
    def database(self) -> str:
        """The URL of the platform's database: SQLite under the home unless set."""
        return self.database_url or f"sqlite:///{self.home / 'platform.sqlite3'}"

    @property
    def key_store(self) -> str:
        """The URL of the store of record keys, kept and backed up apart (domain.md: erasure and backups)."""
        return self.key_store_url or f"sqlite:///{self.home / 'keys' / 'records.sqlite3'}"


def _megabytes(values: Mapping[str, str], name: str, default: int) -> int:
    return _number(values, name, default) * 1024 * 1024


def _number(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name, "") or str(default)
    if not text.isdigit():
        raise UnsafeSettings(f"{name} must be a whole number")
    return int(text)
