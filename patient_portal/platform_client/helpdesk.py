"""The client's part for the helpdesk: what an agent asks and does, and what the person sees who is helped."""

from datetime import datetime

import msgspec

from patient_portal.platform_client.calls import DSP, Calls
from patient_portal.platform_client.helpdesk_types import Case, Help, NamedProfessional, Proved, SupportPin

_DESK = f"{DSP}/helpdesk"


class _Turned(msgspec.Struct):
    session: str


class _Queued(msgspec.Struct):
    queued: bool


class _Named(msgspec.Struct):
    professionals: tuple[NamedProfessional, ...] = ()


class _Code(msgspec.Struct):
    code: str


class _Due(msgspec.Struct):
    due_at: datetime | None = None


class _HelpNow(msgspec.Struct):
    help: Help | None = None


class Helpdesk(Calls):
    """What the helpdesk's own people ask, and whoever is helped by them."""

    def desk(self) -> None:
        """The desk without a case; refused to everybody who is not of the helpdesk."""
        self._send("GET", _DESK)

    def open_case(self, matricule: str, name: str, *, channel: str, caller: str, purpose: str) -> str:
        """Find one person exactly and open a case for them; returns the browser's new reference."""
        body = {"matricule": matricule, "name": name, "channel": channel, "caller": caller}
        return self._json("POST", "/helpdesk/cases", _Turned, body | {"purpose": purpose}).session

    def case(self) -> Case:
        """The case under way."""
        return self._json("GET", "/helpdesk/case", Case)

    def prove_caller(self, method: str, code: str = "") -> Proved:
        """Begin a proof of the caller, or check it."""
        return self._json("POST", "/helpdesk/case/proof", Proved, {"method": method, "code": code})

    def keep_note(self, text: str) -> None:
        """Keep the case's note."""
        self._send("PUT", f"{_DESK}/case/note", {"text": text})

    def extend_case(self) -> None:
        """Fifteen minutes more, once."""
        self._send("POST", f"{_DESK}/case/extension", {})

    def end_case(self) -> str:
        """End the case; returns the browser's new reference."""
        return self._json("DELETE", "/helpdesk/case", _Turned).session

    def send_letter(self, *, large_print: bool = False) -> bool:
        """An activation letter; False when one waits for the printer already."""
        return self._json("POST", "/helpdesk/letters", _Queued, {"large_print": large_print}).queued

    def named_professionals(self, name: str) -> tuple[NamedProfessional, ...]:
        """The professionals with exactly this name."""
        return self._json("POST", "/helpdesk/professionals", _Named, {"name": name}).professionals

    def desk_presence_code(self) -> str:
        """A presence code to read out."""
        return self._json("POST", "/helpdesk/presence-codes", _Code, {}).code

    def propose_unblock(self) -> None:
        """Ask the person to end a block themselves."""
        self._send("POST", f"{_DESK}/unblock-proposals", {})

    def change_contact(self, email: str, *, at_once: bool) -> datetime | None:
        """Another e-mail address; returns when it will count, None for at once."""
        return self._json("PUT", "/helpdesk/contact", _Due, {"email": email, "at_once": at_once}).due_at

    def reset_factor(self) -> None:
        """One recovery code by mail."""
        self._send("POST", f"{_DESK}/factor-resets", {})

    # the person who is helped

    def help_now(self) -> Help | None:
        """Who helps me now."""
        return self._json("GET", "/assistance", _HelpNow).help

    def stop_help(self) -> None:
        """Stop it."""
        self._send("DELETE", f"{DSP}/assistance")

    def support_pin(self) -> SupportPin:
        """The PIN that proves me to the helpdesk."""
        return self._json("GET", "/support-pin", SupportPin)
