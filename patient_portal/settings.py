"""What the operator may set: every DSP_* variable the portal reads, in one frozen object."""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from patient_portal import paths

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(Exception):
    """A setting is missing or cannot be read; the message names the variable, never its value."""


@dataclass(frozen=True, slots=True)
class HelpContact:
    """How a person reaches the helpdesk; opening hours are Luxembourg time, HH:MM, Monday to Friday."""

    phone: str = "+352 00 00 00 00"
    email: str = "helpdesk@dsp.example.lu"
    opens: str = "08:00"
    closes: str = "18:00"
    security_email: str = "security@dsp.example.lu"

    @property
    def phone_link(self) -> str:
        """What a telephone can dial, to stand after `tel:`."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


@dataclass(frozen=True, slots=True)
class Settings:
    """The portal's settings (contracts.md); `secret_key` signs the cookie of notices and form tokens."""

    home: Path = Path("instance")
    environment: str = "development"
    base_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    secret_key: str = ""
    database_url: str | None = None
    key_store_url: str | None = None
    blob_url: str | None = None
    redis_url: str | None = None
    platform_url: str | None = None
    platform_audience: str | None = None
    platform_client_id: str = "dsp-portal"
    platform_timeout: float = 1.8
    smtp_url: str | None = None
    sms_url: str | None = None
    sms_token: str = ""
    trusted_proxies: tuple[Network, ...] = ()
    clock_offset: timedelta = timedelta()
    metrics_token: str = ""
    largest_file: int = 50 * 1024 * 1024
    upload_quota: int = 1000 * 1024 * 1024
    export_part: int = 32 * 1024 * 1024
    scanner_url: str = ""
    requests_per_minute: int = 0
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    help_contact: HelpContact = field(default_factory=HelpContact)
    translations: Path = paths.TRANSLATIONS

    @property
    def is_production(self) -> bool:
        """Whether real people's records are behind this portal."""
        return self.environment == "production"

    @property
    def is_embedded(self) -> bool:
        """Whether the platform runs in this very process."""
        return self.platform_url is None

    @property
    def sends_texts(self) -> bool:
        """Whether a text message would reach anybody: not in production without a gateway."""
        return self.sms_url is not None or not self.is_production

    @property
    def portal_key_path(self) -> Path:
        """The portal's own private key (JWK) for the platform's token endpoint."""
        return self.home / "keys" / "portal.key"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names this portal answers to in production."""
        return (urlsplit(self.base_url).hostname or "localhost", "localhost", "127.0.0.1")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the DSP_* variables; raises SettingsError naming the first one that is missing or wrong."""
        values = os.environ if environ is None else environ
        environment = values.get("DSP_ENV", "development")
        if environment not in ("development", "production"):
            raise SettingsError("DSP_ENV must be development or production")
        home = Path(values.get("DSP_HOME", "instance")).absolute()
        port = _number(values, "PORT", 8000)
        base_url = values.get("DSP_BASE_URL", "").rstrip("/")
        secret_key = values.get("DSP_SECRET_KEY", "")
        if environment == "production":
            if not base_url.startswith("https://"):
                raise SettingsError("DSP_BASE_URL must be the public https:// address of the portal")
            if len(secret_key) < 32:
                raise SettingsError("DSP_SECRET_KEY is needed in production, 32 characters or more")
            if values.get("DSP_CLOCK_OFFSET"):
                raise SettingsError("DSP_CLOCK_OFFSET is for development only")
        default = HelpContact()
        return cls(
            home=home,
            environment=environment,
            base_url=base_url or f"http://127.0.0.1:{port}",
            port=port,
            secret_key=secret_key,
            database_url=values.get("DSP_DATABASE_URL") or None,
            key_store_url=values.get("DSP_KEY_STORE_URL") or None,
            blob_url=values.get("DSP_BLOB_URL") or None,
            redis_url=values.get("DSP_REDIS_URL") or None,
            platform_url=values.get("DSP_PLATFORM_URL", "").rstrip("/") or None,
            platform_audience=values.get("DSP_PLATFORM_AUDIENCE") or None,
            platform_client_id=values.get("DSP_PLATFORM_CLIENT_ID", "dsp-portal"),
            smtp_url=values.get("DSP_SMTP_URL") or None,
            sms_url=_gateway(values.get("DSP_SMS_URL", ""), environment),
            sms_token=values.get("DSP_SMS_TOKEN", ""),
            trusted_proxies=_networks(values.get("DSP_TRUSTED_PROXIES", "")),
            clock_offset=_seconds(values, "DSP_CLOCK_OFFSET"),
            metrics_token=values.get("DSP_METRICS_TOKEN", ""),
            largest_file=_number(values, "DSP_LARGEST_FILE_MB", 50) * 1024 * 1024,
            upload_quota=_number(values, "DSP_UPLOAD_QUOTA_MB", 1000) * 1024 * 1024,
            export_part=_number(values, "DSP_EXPORT_PART_MB", 32) * 1024 * 1024,
            scanner_url=values.get("DSP_SCANNER_URL", ""),
            requests_per_minute=_number(values, "DSP_REQUESTS_PER_MINUTE", 1200),
            oidc_issuer=values.get("DSP_OIDC_ISSUER") or None,
            oidc_client_id=values.get("DSP_OIDC_CLIENT_ID") or None,
            help_contact=HelpContact(
                phone=values.get("DSP_HELPDESK_PHONE", default.phone),
                email=values.get("DSP_HELPDESK_EMAIL", default.email),
                opens=values.get("DSP_HELPDESK_OPENS", default.opens),
                closes=values.get("DSP_HELPDESK_CLOSES", default.closes),
                security_email=values.get("DSP_SECURITY_EMAIL", default.security_email),
            ),
        )

    def signing_secret(self) -> str:
        """The given secret, or in development one that is made once and kept under `home` for all workers."""
        if self.secret_key:
            return self.secret_key
        if self.is_production:
            raise SettingsError("DSP_SECRET_KEY is needed in production, 32 characters or more")
        path = self.home / "keys" / "portal.secret"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"portal.secret.{os.getpid()}.{secrets.token_hex(4)}")
        if not path.exists():
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass  # another worker was first: its secret counts
            finally:
                fresh.unlink()
        return path.read_text().strip()


def _number(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name, "")
    if not text:
        return default
    if not text.isdigit():
        raise SettingsError(f"{name} must be a number")
    return int(text)


def _gateway(text: str, environment: str) -> str | None:
    """The address of the text gateway; one-time codes go there, in production by TLS only."""
    if not text:
        return None
    parts = urlsplit(text)
    schemes = ("https",) if environment == "production" else ("https", "http")
    if parts.scheme not in schemes or not parts.hostname:
        raise SettingsError("DSP_SMS_URL must be the https:// address of a text gateway")
    return text


def _seconds(values: Mapping[str, str], name: str) -> timedelta:
    try:
        return timedelta(seconds=float(values.get(name) or 0))
    except ValueError:
        raise SettingsError(f"{name} must be a number of seconds") from None


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(
            ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip()
        )
    except ValueError:
        raise SettingsError(
            "DSP_TRUSTED_PROXIES must be addresses or networks, separated by commas"
        ) from None
