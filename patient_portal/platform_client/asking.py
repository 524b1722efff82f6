"""The client's part about asking for a record, the choice about research, and the legal delays."""

from collections.abc import Mapping

import msgspec

from patient_portal.platform_client.asking_types import (
    AskedOpening,
    LegalDelay,
    LegalDelays,
    WaitingOpening,
)
from patient_portal.platform_client.calls import DSP, Calls, part


class _Waiting(msgspec.Struct):
    waiting: tuple[WaitingOpening, ...] = ()


class Asking(Calls):
    """What people ask for in writing, signed in or not."""

    def ask_opening(self, form: Mapping[str, object]) -> AskedOpening:
        """Ask for a record; the answer never tells whether the matricule is known."""
        body = {**form, "language": self._visitor.language}
        return self._json("POST", "/openings", AskedOpening, body)

    def waiting_openings(self) -> tuple[WaitingOpening, ...]:
        """The requests for a record that wait at the desk, the most urgent first."""
        return self._json("GET", "/openings", _Waiting).waiting

    def decide_opening(self, number: str, *, accepted: bool, identity_seen: bool, card_seen: bool) -> None:
        """Accept a request, both documents seen, or decline it."""
        body = {"accepted": accepted, "identity_seen": identity_seen, "card_seen": card_seen}
        self._send("POST", f"{DSP}/openings/{part(number)}/decision", body)

    def legal_delays(self) -> tuple[LegalDelay, ...]:
        """The delays in force today."""
        return self._json("GET", "/delays", LegalDelays).delays

    def set_secondary_use(self, allowed: bool) -> None:
        """Object to the use of one's data for research and planning, or allow it again."""
        self._send("PUT", f"{DSP}/secondary-use", {"allowed": allowed})
