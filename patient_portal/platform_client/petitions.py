"""The client's part about what people ask of the agency: their own, and the supervisor's queue."""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from patient_portal.platform_client.calls import DSP, Calls, part
from patient_portal.platform_client.vocabulary import PetitionKind, PetitionState


@dataclass(frozen=True, slots=True)
class Petition:
    """What was asked, where it stands, and the answer; for an access also what the journal says of it."""

    id: str
    number: str
    kind: PetitionKind
    state: PetitionState
    text: str
    answer: str
    asked_at: datetime
    due_on: date
    answered_at: datetime | None = None
    is_new: bool = False
    entry_id: str | None = None
    document_id: str | None = None
    act: str | None = None
    outcome: str | None = None
    happened_at: datetime | None = None
    who: str | None = None
    role: str | None = None
    purpose: str | None = None


class _Made(msgspec.Struct):
    id: str
    number: str


class _Petitions(msgspec.Struct):
    petitions: tuple[Petition, ...] = ()


class Petitions(Calls):
    """Questions about accesses, requests to put something right, complaints."""

    def ask_petition(self, kind: PetitionKind, text: str, *, entry: str = "", document: str = "") -> str:
        """Ask; returns the number under which it is kept."""
        body: dict[str, object] = {"kind": kind.value, "text": text}
        if entry:
            body["entry"] = entry
        if document:
            body["document"] = document
        return self._json("POST", "/petitions", _Made, body).number

    def petitions(self) -> tuple[Petition, ...]:
        """Everything that was asked about the record, the newest first."""
        return self._json("GET", "/petitions", _Petitions).petitions

    def withdraw_petition(self, petition_id: str) -> None:
        """No answer is wanted any more."""
        self._send("DELETE", f"{DSP}/petitions/{part(petition_id)}")

    def petition_queue(self) -> tuple[Petition, ...]:
        """What waits for an answer, by deadline; for supervisors."""
        return self._json("GET", "/helpdesk/petitions", _Petitions).petitions

    def take_petition(self, petition_id: str) -> Petition:
        """Open one to answer it; for supervisors."""
        return self._json("POST", f"/helpdesk/petitions/{part(petition_id)}", Petition, {})

    def answer_petition(self, petition_id: str, text: str) -> None:
        """Answer it; for supervisors."""
        self._send("PUT", f"{DSP}/helpdesk/petitions/{part(petition_id)}/answer", {"text": text})
