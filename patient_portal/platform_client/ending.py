"""The client's part about the end of a record: closing, undoing, reopening, erasing, and stopping every sign-in."""

from patient_portal.platform_client.calls import DSP, Calls
from patient_portal.platform_client.ending_types import RecordState


class Ending(Calls):
    """What the holder of a record decides about the record as a whole."""

    def close_record(self) -> RecordState:
        """Close it, to everybody and at once."""
        return self._json("POST", "/closing", RecordState)

    def undo_closing(self) -> RecordState:
        """Go back to the state before, within the delay."""
        return self._json("DELETE", "/closing", RecordState)

    def reopen_record(self) -> RecordState:
        """Open a closed record again."""
        return self._json("POST", "/reopening", RecordState)

    def ask_erasure(self) -> RecordState:
        """Have a closed record erased, after a time to think."""
        return self._json("POST", "/erasure", RecordState)

    def stop_erasure(self) -> None:
        """Keep it after all."""
        self._send("DELETE", f"{DSP}/erasure")

    def freeze(self) -> None:
        """Stop every way of signing in; this session ends too."""
        self._send("POST", f"{DSP}/freeze")

    def unfreeze(self) -> None:
        """Allow signing in again: an agent who saw an identity document."""
        self._send("DELETE", f"{DSP}/freeze")

    def freeze_by_letter(self, matricule: str, code: str) -> None:
        """The same with the code of the confirmation letter, without signing in."""
        self._send("POST", f"{DSP}/freezes", {"matricule": matricule, "code": code})
