"""The client's part about asking for a record, the choice about research, and the legal delays."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from patient_portal.platform_client import answers
from patient_portal.platform_client.asking_types import (
    AskedOpening,
    LegalDelay,
    LegalDelays,
    WaitingOpening,
    WaitingOpenings,
)
from patient_portal.platform_client.calls import DSP, JSON, Calls, part


class _Told(msgspec.Struct):
    told: bool


class Asking(Calls):
    """What people ask for in writing, signed in or not."""

    def ask_opening(self, form: Mapping[str, object]) -> AskedOpening:
        """Ask for a record; the answer never tells whether the matricule is known."""
        body = {**form, "language": self._visitor.language}
        return self._json("POST", "/openings", AskedOpening, body)

    def waiting_openings(self, after: str = "") -> WaitingOpenings:
        """The requests for a record that wait at the desk, the most urgent first, from behind this one on."""
        query = urlencode({"after": after}) if after else ""
        reply = self._call("GET", f"{DSP}/openings", query=query, accept=JSON)
        return answers.decode(reply.body, WaitingOpenings)

    def waiting_opening(self, number: str) -> WaitingOpening:
        """One request for a record; NotFound once it was decided."""
        return self._json("GET", f"/openings/{part(number)}", WaitingOpening)

    def accept_opening(self, number: str, *, identity_seen: bool, card_seen: bool) -> None:
        """Accept a request, both documents seen."""
        body = {"accepted": True, "identity_seen": identity_seen, "card_seen": card_seen}
        self._send("POST", f"{DSP}/openings/{part(number)}/decision", body)

    def decline_opening(self, number: str, why: str) -> bool:
        """Decline a request; returns whether a letter or a message tells why."""
        body = {"accepted": False, "why": why}
        return self._json("POST", f"/openings/{part(number)}/decision", _Told, body).told

    def legal_delays(self) -> tuple[LegalDelay, ...]:
        """The delays in force today."""
        return self._json("GET", "/delays", LegalDelays).delays

    def set_secondary_use(self, allowed: bool) -> None:
        """Object to the use of one's data for research and planning, or allow it again."""
        self._send("PUT", f"{DSP}/secondary-use", {"allowed": allowed})
