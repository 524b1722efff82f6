"""The client's part about copies of a whole record: a holder's, and the worker's who makes them."""

from typing import IO
from urllib.parse import urlencode

import msgspec

from patient_portal.platform_client import answers, fhir_reader
from patient_portal.platform_client.calls import DSP, Calls, part
from patient_portal.platform_client.exporting_types import CopyDocuments, CopyJob, CopyPerson, RecordCopy
from patient_portal.platform_client.types import DocumentFile, JournalEntry
from patient_portal.platform_client.uploads_types import WithdrawnDocument
from patient_portal.platform_client.wire import Call

_BYTES = 60.0  # seconds for the bytes of a part or of a document
_HANDING_OVER = 600.0  # seconds for a whole part
_ZIP = "application/zip"


class _Copies(msgspec.Struct):
    exports: tuple[RecordCopy, ...] = ()


class _Asked(msgspec.Struct):
    id: str


class _Job(msgspec.Struct):
    export: CopyJob | None = None


class _Person(msgspec.Struct):
    patient: msgspec.Raw
    withdrawn: tuple[WithdrawnDocument, ...] = ()


class _Kept(msgspec.Struct):
    kept: bool


class Exporting(Calls):
    """Taking a record along."""

    def record_copies(self) -> tuple[RecordCopy, ...]:
        """The copies that are being made or can be fetched, the newest first."""
        return self._json("GET", "/exports", _Copies).exports

    def ask_copy(self, language: str) -> str:
        """Begin a copy; while one is being made, that one goes on."""
        return self._json("POST", "/exports", _Asked, {"language": language}).id

    def copy_part(self, copy_id: str, number: int, start: int = 0) -> DocumentFile:
        """A piece of one part, a ZIP, from the byte `start` on, as much as comes; `integrity` is the part's SHA-256."""
        path = f"{DSP}/exports/{part(copy_id)}/parts/{number}"
        headers = {**self._headers(_ZIP), "Range": f"bytes={start}-"}
        reply = self._sent(Call("GET", path, "", headers, b"", "", _BYTES))
        integrity = reply.headers.get("etag", "").strip('"')
        return DocumentFile(content=reply.body, content_type=_ZIP, integrity=integrity)

    def forget_copy(self, copy_id: str) -> None:
        """Delete a copy, made or in the making."""
        self._send("DELETE", f"{DSP}/exports/{part(copy_id)}")

    # what the worker does

    def lease_copy(self) -> CopyJob | None:
        """Take the part that waits longest, for ten minutes; None when none waits."""
        return self._json("POST", "/exports/lease", _Job, {}).export

    def copied_documents(self, copy_id: str, number: int | None = None) -> CopyDocuments:
        """What is known of the documents of a part, or of all of them."""
        query = f"part={number}" if number is not None else ""
        reply = self._call("GET", f"{DSP}/exports/{part(copy_id)}/documents", query=query, timeout=_BYTES)
        found = answers.read(lambda: fhir_reader.read_documents(reply.body, 1, 1).documents)
        return CopyDocuments(found, reply.body)

    def copied_content(self, copy_id: str, document_id: str) -> DocumentFile:
        """The bytes of one document of a copy."""
        path = f"{DSP}/exports/{part(copy_id)}/documents/{part(document_id)}"
        reply = self._call("GET", path, accept="*/*", timeout=_BYTES)
        return DocumentFile(content=reply.body, content_type=reply.headers.get("content-type", ""))

    def copied_journal(self, copy_id: str) -> tuple[tuple[JournalEntry, ...], bytes]:
        """The access log of the copy, and the same as FHIR lines."""
        path, lines, query = f"{DSP}/exports/{part(copy_id)}/journal", [], ""
        while True:
            reply = self._call("GET", path, query=query, accept="*/*", timeout=_BYTES)
            lines.append(reply.body)
            if (before := reply.headers.get("dsp-before")) is None:
                break
            query = urlencode({"before": before})
        whole = b"\n".join(filter(None, lines))
        return answers.read(lambda: fhir_reader.read_journal_lines(whole)), whole

    def copied_consents(self, copy_id: str) -> bytes:
        """Who was let in and who was shut out, as a FHIR Bundle."""
        return self._call("GET", f"{DSP}/exports/{part(copy_id)}/consents", timeout=_BYTES).body

    def copied_person(self, copy_id: str) -> CopyPerson:
        """Whose copy it is, and what they withdrew and can still bring back."""
        found = self._json("GET", f"/exports/{part(copy_id)}/person", _Person)
        return CopyPerson(bytes(found.patient), found.withdrawn)

    def keep_copy_part(self, copy_id: str, number: int, stream: IO[bytes], size: int) -> bool:
        """Hand over a part that was made; False when it was there already."""
        path = f"{DSP}/exports/{part(copy_id)}/parts/{number}"
        return self._stream(path, stream, size, {}, _Kept, _HANDING_OVER).kept
