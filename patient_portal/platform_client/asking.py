"""The client's part about asking for a record, the choice about research, and the legal delays."""

from collections.abc import Mapping

from patient_portal.platform_client.asking_types import AskedOpening, LegalDelay, LegalDelays
from patient_portal.platform_client.calls import DSP, Calls


class Asking(Calls):
    """What people ask for in writing, signed in or not."""

    def ask_opening(self, form: Mapping[str, object]) -> AskedOpening:
        """Ask for a record; the answer never tells whether the matricule is known."""
        body = {**form, "language": self._visitor.language}
        return self._json("POST", "/openings", AskedOpening, body)

    def legal_delays(self) -> tuple[LegalDelay, ...]:
        """The delays in force today."""
        return self._json("GET", "/delays", LegalDelays).delays

    def set_secondary_use(self, allowed: bool) -> None:
        """Object to the use of one's data for research and planning, or allow it again."""
        self._send("PUT", f"{DSP}/secondary-use", {"allowed": allowed})
