"""The client's part for paper forms: what came in, its scan, who has it in hand, how it is entered or sent back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO
from urllib.parse import quote, urlencode

import msgspec

from patient_portal.platform_client import answers
from patient_portal.platform_client.calls import DSP, JSON, Calls, part
from patient_portal.platform_client.types import DocumentFile
from patient_portal.platform_client.vocabulary import PaperKind, PaperRefusal, PaperState

_PAPERS = f"{DSP}/helpdesk/papers"
_CONVERTING = 100.0  # seconds for a scan to be looked at and made clean
_BYTES = 15.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A form that came in, as the desk sees it."""

    number: str
    kind: PaperKind
    language: str
    state: PaperState
    received_at: datetime
    received_by: str
    due_on: date
    pages: int
    can_be_seen: bool
    taken_by: str
    mine: bool
    taken_until: datetime | None = None
    done_at: datetime | None = None
    became: str | None = None
    refusal: PaperRefusal | None = None
    can_be_corrected: bool = False


@dataclass(frozen=True, slots=True)
class WaitingPapers:
    """A part of the queue, the oldest due first, and how much waits in all."""

    papers: tuple[Paper, ...] = ()
    count: int = 0
    oldest: datetime | None = None
    due_on: date | None = None


class _Number(msgspec.Struct):
    number: str


class _OnPaper(msgspec.Struct):
    waits_for_account: bool


class _Letter(msgspec.Struct):
    letter: bool


class Papers(Calls):
    """What the helpdesk does with forms that come by post or over the counter."""

    def waiting_papers(self, after: str = "") -> WaitingPapers:
        """What waits, from behind this number on."""
        query = urlencode({"after": after}) if after else ""
        return answers.decode(self._call("GET", _PAPERS, query=query, accept=JSON).body, WaitingPapers)

    def paper(self, number: str) -> Paper:
        """One form, without its scan."""
        return self._json("GET", f"/helpdesk/papers/{part(number)}", Paper)

    def register_paper(
        self, kind: str, number: str, language: str, name: str, stream: IO[bytes], size: int
    ) -> Paper:
        """A form that came in, with its scan as a stream that is read once."""
        path, headers = f"{_PAPERS}/{part(kind)}/{part(number)}", {"DSP-File-Name": quote(name)}
        query = urlencode({"language": language})
        return self._stream(path, stream, size, headers, Paper, _CONVERTING, query)

    def add_paper_pages(self, number: str, name: str, stream: IO[bytes], size: int) -> Paper:
        """More pages behind those of a form in hand."""
        path, headers = f"{_PAPERS}/{part(number)}/pages", {"DSP-File-Name": quote(name)}
        return self._stream(path, stream, size, headers, Paper, _CONVERTING)

    def paper_scan(self, number: str) -> DocumentFile:
        """The scan as a PDF, while the form waits."""
        reply = self._call("GET", f"{_PAPERS}/{part(number)}/scan", accept="*/*", timeout=_BYTES)
        integrity = reply.headers.get("etag", "").strip('"')
        return DocumentFile(content=reply.body, content_type="application/pdf", integrity=integrity)

    def take_paper(self, number: str) -> None:
        """Take it in hand."""
        self._send("PUT", f"{_PAPERS}/{part(number)}/lease")

    def put_paper_back(self, number: str) -> None:
        """Put it back for a colleague."""
        self._send("DELETE", f"{_PAPERS}/{part(number)}/lease")

    def lay_paper(self, number: str, *, signed: bool, identity_seen: bool) -> None:
        """Put it with the case under way."""
        seen = {"signed": signed, "identity_seen": identity_seen}
        self._send("PUT", f"{_PAPERS}/{part(number)}/case", seen)

    def enter_opening(self, number: str, form: Mapping[str, object]) -> str:
        """Enter a request for a record with both documents seen; returns the request's number."""
        return self._json("POST", f"/helpdesk/papers/{part(number)}/opening", _Number, form).number

    def enter_statement(self, *, title: str, description: str, language: str) -> None:
        """Put the statement that lies with the case into the record, unseen; the words are for its holder."""
        body = {"title": title, "description": description, "language": language}
        self._send("POST", f"{_PAPERS}/statement", body, _BYTES)

    def add_mandate(self, form: Mapping[str, object]) -> bool:
        """Enter the mandate that lies with the case; whether it then waits for the caregiver's account."""
        return self._json("POST", "/helpdesk/mandates", _OnPaper, form).waits_for_account

    def add_guardianship(self, form: Mapping[str, object]) -> None:
        """Enter what a court decided, from the form that lies with the case; a colleague agrees first."""
        self._send("POST", f"{DSP}/helpdesk/guardianships", form)

    def add_attestation(self, form: Mapping[str, object]) -> None:
        """Enter the doctor's attestation that lies with the case; a colleague agrees first."""
        self._send("POST", f"{DSP}/helpdesk/attestations", form)

    def correct_paper(self, number: str, kind: str) -> None:
        """Put right a form that was entered as another kind; its own kind takes back what was entered from it."""
        self._send("POST", f"{DSP}/helpdesk/papers/{part(number)}/correction", {"kind": kind})

    def refuse_paper(self, number: str, why: str, *, matricule: str = "", name: str = "") -> bool:
        """Send it back; returns whether a letter goes out."""
        body = {"why": why, "matricule": matricule, "name": name}
        return self._json("POST", f"/helpdesk/papers/{part(number)}/refusal", _Letter, body).letter

    def enter_petition(self, kind: str, text: str) -> str:
        """Type for a caller what they complain about, or what is wrong; returns the number."""
        return self._json("POST", "/helpdesk/petitions", _Number, {"kind": kind, "text": text}).number
