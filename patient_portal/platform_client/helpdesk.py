"""The client's part for the helpdesk: what an agent asks and does, and what the person sees who is helped."""

from datetime import datetime

import msgspec

from patient_portal.platform_client.calls import DSP, Calls, part
from patient_portal.platform_client.helpdesk_types import (
    Approvals,
    Case,
    EmergencyAccess,
    Help,
    Member,
    NamedCaregiver,
    NamedProfessional,
    NewMember,
    OutlineLine,
    Proved,
    SoftwareVersion,
    Supervision,
    SupportPin,
)

_DESK = f"{DSP}/helpdesk"


class _Turned(msgspec.Struct):
    session: str


class _Queued(msgspec.Struct):
    queued: bool


class _Named(msgspec.Struct):
    professionals: tuple[NamedProfessional, ...] = ()


class _NamedCaregivers(msgspec.Struct):
    caregivers: tuple[NamedCaregiver, ...] = ()


class _Code(msgspec.Struct):
    code: str


class _Texted(msgspec.Struct):
    ends: str


class _Due(msgspec.Struct):
    due_at: datetime | None = None


class _Entered(msgspec.Struct):
    until: datetime | None = None


class _HelpNow(msgspec.Struct):
    help: list[Help]


class _Software(msgspec.Struct):
    software: tuple[SoftwareVersion, ...] = ()


class _Outline(msgspec.Struct):
    lines: tuple[OutlineLine, ...] = ()


class _Emergencies(msgspec.Struct):
    emergencies: tuple[EmergencyAccess, ...] = ()


class _Staff(msgspec.Struct):
    staff: tuple[Member, ...] = ()


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

    def named_caregivers(self, name: str) -> tuple[NamedCaregiver, ...]:
        """The caregivers with exactly this name."""
        return self._json("POST", "/helpdesk/caregivers", _NamedCaregivers, {"name": name}).caregivers

    def desk_presence_code(self) -> str:
        """A presence code to read out."""
        return self._json("POST", "/helpdesk/presence-codes", _Code, {}).code

    def text_presence_code(self) -> str:
        """A presence code to the registered mobile; returns its last digits."""
        return self._json("POST", "/helpdesk/presence-texts", _Texted, {}).ends

    def propose_unblock(self) -> None:
        """Ask the person to end a block themselves."""
        self._send("POST", f"{_DESK}/unblock-proposals", {})

    def ask_unblock(self, professional_id: str) -> None:
        """Enter that somebody without an account wants a block ended."""
        self._send("POST", f"{_DESK}/unblocks", {"professional_id": professional_id})

    def change_contact(self, email: str, *, at_once: bool) -> datetime | None:
        """Another e-mail address; returns when it will count, None for at once."""
        return self._json("PUT", "/helpdesk/contact", _Due, {"email": email, "at_once": at_once}).due_at

    def enter_phone(self, number: str) -> datetime | None:
        """Another telephone number; returns until when the code of a mobile counts, None for a landline."""
        return self._json("POST", "/helpdesk/phone", _Entered, {"phone": number}).until

    def confirm_entered_phone(self, code: str) -> None:
        """The code that the caller read out."""
        self._send("PUT", f"{_DESK}/phone", {"code": code})

    def reset_factor(self) -> None:
        """One recovery code by mail."""
        self._send("POST", f"{_DESK}/factor-resets", {})

    # four eyes, supervision, staff

    def approvals(self) -> Approvals:
        """What waits for a second pair of eyes, and the letters that came back."""
        return self._json("GET", "/helpdesk/approvals", Approvals)

    def decide_approval(self, approval_id: str, *, agreed: bool, professional: str = "") -> None:
        """Agree or refuse; for the end of a block, with the whole name of the professional or their number."""
        said = {"agreed": agreed, "professional": professional}
        self._send("POST", f"{_DESK}/approvals/{part(approval_id)}", said)

    def ask_objection(self) -> None:
        """Enter an objection for a caller."""
        self._send("POST", f"{_DESK}/objections", {})

    def ask_closing(self) -> None:
        """Enter a caller's wish to close the record."""
        self._send("POST", f"{_DESK}/closings", {})

    def ask_conformity(self, client_id: str, *, conformant: bool) -> None:
        """Ask for a software version's conformity to be given or taken."""
        self._send("POST", f"{_DESK}/conformity", {"client_id": client_id, "conformant": conformant})

    def supervision(self) -> Supervision:
        """The sample, the refused attempts, the figures."""
        return self._json("GET", "/helpdesk/supervision", Supervision)

    def review_case(self, case_id: str, verdict: str) -> None:
        """Say what was found in a case."""
        self._send("POST", f"{_DESK}/reviews/{part(case_id)}", {"verdict": verdict})

    def software_versions(self) -> tuple[SoftwareVersion, ...]:
        """Every software version with its conformity."""
        return self._json("GET", "/helpdesk/software", _Software).software

    def guard_record(self, matricule: str, *, guarded: bool) -> None:
        """Protect a record specially at the helpdesk, or no longer."""
        self._send("PUT", f"{_DESK}/guarded", {"matricule": matricule, "guarded": guarded})

    def case_journal(self) -> tuple[OutlineLine, ...]:
        """The newest acts on the caller's record, in outline."""
        return self._json("GET", "/helpdesk/case/journal", _Outline).lines

    def emergencies(self) -> tuple[EmergencyAccess, ...]:
        """Accesses in an emergency that a supervisor looks at afterwards."""
        return self._json("GET", "/helpdesk/emergencies", _Emergencies).emergencies

    def review_emergency(self, entry_id: str, verdict: str) -> None:
        """Say what was found about one."""
        self._send("POST", f"{_DESK}/emergencies/{part(entry_id)}", {"verdict": verdict})

    def staff(self) -> tuple[Member, ...]:
        """Everybody of the helpdesk."""
        return self._json("GET", "/helpdesk/staff", _Staff).staff

    def add_staff(self, email: str, given: str, family: str, role: str) -> NewMember:
        """Make an account for somebody new."""
        body = {"email": email, "given": given, "family": family, "role": role}
        return self._json("POST", "/helpdesk/staff", NewMember, body)

    def suspend_staff(self, account_id: str, *, active: bool) -> None:
        """Suspend somebody at once, or let them back."""
        self._send("PUT", f"{_DESK}/staff/{part(account_id)}", {"active": active})

    # the person who is helped

    def help_now(self) -> list[Help]:
        """Who helps me now, the newest first."""
        return self._json("GET", "/assistance", _HelpNow).help

    def stop_help(self) -> None:
        """Stop it."""
        self._send("DELETE", f"{DSP}/assistance")

    def support_pin(self) -> SupportPin:
        """The PIN that proves me to the helpdesk."""
        return self._json("GET", "/support-pin", SupportPin)
