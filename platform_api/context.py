"""What one running platform holds: settings, keys, databases, stores; and the current request's share of it."""

from dataclasses import dataclass

from flask import Flask, current_app, g
from sqlalchemy import bindparam, delete, insert, select

from platform_api.blobs import BlobStore
from platform_api.db import Database
from platform_api.keys import Keys
from platform_api.models.keys import key_metadata, record_keys
from platform_api.pdf_seal import PdfSeal
from platform_api.principal import Caller
from platform_api.rates import Rates
from platform_api.settings import Settings
from platform_api.tokens import AccessTokens

_find_key = select(record_keys.c.wrapped).where(record_keys.c.patient_id == bindparam("of_patient"))
_WRITTEN_A_MINUTE = 20


@dataclass(frozen=True, slots=True)
class Platform:
    """One running platform."""

    settings: Settings
    keys: Keys
    database: Database
    key_store: Database
    blobs: BlobStore
    tokens: AccessTokens
    seal: PdfSeal
    rates: Rates
    unproven: Rates
    """Refusals in the name of one software that are written down each minute: anybody can cause them."""

    @classmethod
    def open(cls, settings: Settings, keys: Keys) -> "Platform":
        """Connect to the stores; the tables must exist already, but for the key store's only one."""
        key_store = Database(settings.key_store)
        key_metadata.create_all(key_store.engine)
        return cls(
            settings=settings,
            keys=keys,
            database=Database(settings.database),
            key_store=key_store,
            blobs=BlobStore(settings.blobs),
            tokens=AccessTokens(keys.tokens, settings.base_url),
            seal=PdfSeal(keys.seal_key, keys.seal_certificates),
            rates=Rates(settings.requests_per_minute),
            unproven=Rates(_WRITTEN_A_MINUTE),
        )

    def record_key(self, patient_id: str) -> bytes | None:
        """The record's own key, or None once it was destroyed. Never cached: destroying it works at once."""
        wrapped = self.key_store.value(_find_key, {"of_patient": patient_id})
        return None if wrapped is None else self.keys.unwrap(wrapped)

    def create_record_keys(self, patient_ids: list[str]) -> None:
        """Make a key for each new record, before its rows are written; an unused key does no harm."""
        rows = [{"patient_id": one, "wrapped": self.keys.new_record_key()} for one in patient_ids]
        with self.key_store.write() as connection:
            connection.execute(insert(record_keys), rows)

    def record_keys_of(self, patient_ids: list[str]) -> dict[str, bytes]:
        """The keys of many records at once, for what is loaded in bulk."""
        found: dict[str, bytes] = {}
        with self.key_store.read() as connection:
            for start in range(0, len(patient_ids), 500):
                part = record_keys.c.patient_id.in_(patient_ids[start : start + 500])
                rows = connection.execute(select(record_keys.c.patient_id, record_keys.c.wrapped).where(part))
                found.update((row.patient_id, self.keys.unwrap(row.wrapped)) for row in rows)
        return found

    def destroy_record_key(self, patient_id: str) -> None:
        """Erase a record for good."""
        with self.key_store.write() as connection:
            connection.execute(delete(record_keys).where(record_keys.c.patient_id == patient_id))

    def close(self) -> None:
        """Close every connection."""
        self.database.dispose()
        self.key_store.dispose()


def install(app: Flask, running: Platform) -> None:
    """Bind a running platform to its application."""
    app.extensions["dsp-platform"] = running


def platform() -> Platform:
    """The platform that serves this request."""
    found: Platform = current_app.extensions["dsp-platform"]
    return found


def caller() -> Caller:
    """What this request says of itself."""
    found: Caller = g.caller
    return found
