"""The client's part about the journal: pages of it, one entry, copies, receipts."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import msgspec

from patient_portal.platform_client import answers, fhir_reader
from patient_portal.platform_client.calls import DSP, Calls, part
from patient_portal.platform_client.errors import NotFound
from patient_portal.platform_client.types import JournalEntry, JournalFilters, JournalPage

_COPY_TIMEOUT = 60.0  # seconds for a copy of the whole journal
_NDJSON = "application/fhir+ndjson"


@dataclass(frozen=True, slots=True)
class JournalCopy:
    """Entries, the newest first, the same as FHIR lines, and the platform's seal over them."""

    entries: tuple[JournalEntry, ...]
    lines: bytes
    seal: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a receipt: `stands`, `changed`, `gone` or `not_ours`."""

    verdict: str
    written_at: datetime | None = None
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SealCertificate:
    """The certificate of the seal on PDFs: where it is, whose, its SHA-256 in hexadecimal, how long it is good."""

    address: str
    subject: str
    sha256: str
    begins: datetime
    ends: datetime


class _Receipt(msgspec.Struct):
    receipt: str


class Journals(Calls):
    """What happened with the record."""

    def journal(self, filters: JournalFilters) -> JournalPage:
        """One page of the acts on the record, newest first; steps of one act of the person's own count once."""
        query = [("patient", f"Patient/{self._patient()}"), *_asked(filters)]
        query += [("_count", str(filters.page_size)), ("_offset", str(filters.offset)), ("_fold", "own")]
        reply = self._call("GET", "/fhir/AuditEvent", query=urlencode(query))
        return answers.read(lambda: fhir_reader.read_journal(reply.body, filters.page, filters.page_size))

    def journal_entry(self, entry_id: str) -> JournalEntry:
        """One entry of the record's own journal."""
        query = [("patient", f"Patient/{self._patient()}"), ("_id", part(entry_id)), ("_count", "1")]
        reply = self._call("GET", "/fhir/AuditEvent", query=urlencode(query))
        found = answers.read(lambda: fhir_reader.read_journal(reply.body, 1, 1))
        if not found.entries:
            raise NotFound()
        return found.entries[0]

    def journal_copy(self, filters: JournalFilters) -> JournalCopy:
        """Everything that fits, unfolded, as the record's holder may keep it."""
        query = urlencode(_asked(filters))
        reply = self._call("GET", f"{DSP}/journal/copy", query=query, accept=_NDJSON, timeout=_COPY_TIMEOUT)
        entries = answers.read(lambda: fhir_reader.read_journal_lines(reply.body))
        return JournalCopy(entries, reply.body, reply.headers.get("dsp-seal", ""))

    def receipt(self, entry_id: str) -> str:
        """A signed statement that this entry stands in the journal now."""
        return self._json("GET", f"/journal/{part(entry_id)}/receipt", _Receipt).receipt

    def seal(self, pdf: bytes) -> bytes:
        """The PDF with the platform's signature behind it."""
        return self._exchange(f"{DSP}/seal", pdf, "application/pdf", _COPY_TIMEOUT)

    def seal_certificate(self) -> SealCertificate:
        """What anybody can check such a signature with."""
        return self._json("GET", "/seal", SealCertificate)

    def check_receipt(self, receipt: str) -> Checked:
        """Whether the entry of a receipt still stands unchanged."""
        return self._json("POST", "/receipts/check", Checked, {"receipt": receipt})


def _asked(filters: JournalFilters) -> list[tuple[str, str]]:
    asked: list[tuple[str, str]] = []
    if filters.start:
        asked.append(("date", f"ge{filters.start.isoformat()}"))
    if filters.end:
        asked.append(("date", f"le{filters.end.isoformat()}"))
    if filters.who:
        asked.append(("agent", filters.who))
    if filters.document:
        asked.append(("entity", f"DocumentReference/{filters.document}"))
    if filters.only:
        asked.append(("_only", filters.only))
    return asked
