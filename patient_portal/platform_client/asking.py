"""The client's part about what people ask in writing: a record, a correction, a complaint, a choice."""

from collections.abc import Mapping

from patient_portal.platform_client.asking_types import (
    AskedOpening,
    LegalDelay,
    LegalDelays,
    OwnRequest,
    OwnRequests,
)
from patient_portal.platform_client.calls import DSP, Calls, part
from patient_portal.platform_client.vocabulary import RequestKind


class Asking(Calls):
    """What people ask for in writing, signed in or not."""

    def ask_opening(self, form: Mapping[str, object]) -> AskedOpening:
        """Ask for a record; the answer never tells whether the matricule is known."""
        body = {**form, "language": self._visitor.language}
        return self._json("POST", "/openings", AskedOpening, body)

    def legal_delays(self) -> tuple[LegalDelay, ...]:
        """The delays in force today."""
        return self._json("GET", "/delays", LegalDelays).delays

    def own_requests(self) -> OwnRequests:
        """One's own requests, and whether one's data may serve research."""
        return self._json("GET", "/requests", OwnRequests)

    def make_request(self, kind: RequestKind, text: str, document_id: str | None = None) -> OwnRequest:
        """Ask for a correction, or complain."""
        body = {"kind": kind.value, "text": text, "document": document_id}
        return self._json("POST", "/requests", OwnRequest, body)

    def withdraw_request(self, number: str) -> None:
        """Take a request back."""
        self._send("DELETE", f"{DSP}/requests/{part(number)}")

    def set_secondary_use(self, allowed: bool) -> None:
        """Object to the use of one's data for research and planning, or allow it again."""
        self._send("PUT", f"{DSP}/secondary-use", {"allowed": allowed})
