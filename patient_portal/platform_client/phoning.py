"""The client's part for one's own registered telephone."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from patient_portal.platform_client.calls import DSP, Calls


@dataclass(frozen=True, slots=True)
class Phone:
    """One's own registered number, and one that waits for its code; the desk recognises a new one only later."""

    number: str = ""
    mobile: bool = False
    proves_from: datetime | None = None
    asked: str = ""
    asked_until: datetime | None = None
    unreached: str = ""


class _Sent(msgspec.Struct):
    until: datetime


class Phoning(Calls):
    """The registered number, and how it is entered: by a code that is sent to it."""

    def phone(self) -> Phone:
        """The number on file, and one that waits for its code."""
        return self._json("GET", "/phone", Phone)

    def ask_phone(self, number: str) -> datetime:
        """Send a code to a mobile number; returns until when it counts."""
        return self._json("POST", "/phone", _Sent, {"phone": number}).until

    def confirm_phone(self, code: str) -> None:
        """The code that came: the number is registered from now on."""
        self._send("PUT", f"{DSP}/phone", {"code": code})

    def remove_phone(self) -> None:
        """Forget the number."""
        self._send("DELETE", f"{DSP}/phone")
