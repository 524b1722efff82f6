"""The client's part for accounts by invitation: what the desk does, and what the invited person does."""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from patient_portal.platform_client.calls import DSP, Calls, part
from patient_portal.platform_client.types import Activated
from patient_portal.platform_client.vocabulary import InvitedState

_DESK = f"{DSP}/helpdesk/invited-accounts"


@dataclass(frozen=True, slots=True)
class InvitedPerson:
    """Somebody who was invited to an account and has not taken it up yet."""

    id: str
    name: str
    email: str
    state: InvitedState
    asked_at: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class OpenedInvitation:
    """Whom a link is for, and the secret for their authenticator app."""

    given: str
    email: str
    totp_secret: str
    otpauth_uri: str


class _Invited(msgspec.Struct):
    invited: tuple[InvitedPerson, ...] = ()


class Inviting(Calls):
    """An account for somebody without a record, from the desk's question to its first session."""

    def invited_accounts(self) -> tuple[InvitedPerson, ...]:
        """Everybody who was invited and has not taken it up yet."""
        return self._json("GET", "/helpdesk/invited-accounts", _Invited).invited

    def invite_to_account(self, **person: str) -> None:
        """Ask for somebody to be invited; a colleague must agree."""
        self._send("POST", _DESK, person)

    def invite_again(self, invited_id: str) -> None:
        """Mail a new link."""
        self._send("POST", f"{_DESK}/{part(invited_id)}/sending", {})

    def call_invitation_back(self, invited_id: str) -> None:
        """The invitation is over."""
        self._send("DELETE", f"{_DESK}/{part(invited_id)}")

    def open_invitation(self, token: str, born: date) -> OpenedInvitation:
        """Link and birth date; every true failure is `invited_not_accepted`."""
        body = {"token": token, "birth_date": born.isoformat()}
        return self._json("POST", "/invited-accounts", OpenedInvitation, body)

    def take_up_account(self, token: str, born: date, password: str, code: str) -> Activated:
        """Password and the app's first code: the account is there, and the person signed in."""
        body = {"token": token, "birth_date": born.isoformat(), "password": password, "code": code}
        return self._json("POST", "/invited-accounts/account", Activated, body)
