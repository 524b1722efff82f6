"""Accounts of the helpdesk: made with a password and a second factor, and told who must be kept apart from whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from platform_api import clock, factors
from platform_api.accounts import new_account_number
from platform_api.identifiers import new_id
from platform_api.keys import Keys
from platform_api.models import Account, StaffMember
from platform_api.passwords import hash_password
from platform_api.vocabulary import Role

ROLES = (Role.AGENT, Role.SUPERVISOR)


class AddressTaken(Exception):
    """The helpdesk has somebody with this e-mail address already."""


@dataclass(frozen=True, slots=True)
class StaffAccount:
    """Who works at the helpdesk, and how they sign in."""

    email: str
    role: Role
    given: str
    family: str
    password: str
    totp_secret: str
    own_matricule: str = ""
    relatives: Sequence[str] = ()


def add(connection: Connection, keys: Keys, one: StaffAccount, added_by: str | None) -> str:
    """Make an account for the helpdesk; returns its id. Raises AddressTaken."""
    email = one.email.strip().lower()
    index = keys.find_by("email", email)
    taken = select(Account.id).where(Account.email_index == index, Account.role.in_(ROLES))
    if connection.execute(taken).first() is not None:
        raise AddressTaken
    identifier, moment = new_id(), clock.now()
    connection.execute(
        insert(Account),
        {
            "id": identifier,
            "number": new_account_number(connection),
            "patient_id": None,
            "state": "active",
            "language": "fr",
            "email_index": index,
            "email_sealed": keys.seal(email, f"account-email:{identifier}"),
            "password_hash": hash_password(one.password),
            "totp_sealed": keys.seal(one.totp_secret, f"account-totp:{identifier}"),
            "totp_last_step": 0,
            "created_at": moment,
            "role": one.role,
            "given": one.given,
            "family": one.family,
        },
    )
    connection.execute(
        insert(StaffMember),
        {
            "account_id": identifier,
            "own_index": keys.find_by("matricule", one.own_matricule) if one.own_matricule else None,
            "relatives": [keys.find_by("matricule", number) for number in one.relatives],
            "added_by": added_by,
            "added_at": moment,
        },
    )
    return identifier


def link_of(secret: str, email: str) -> str:
    """The `otpauth:` link for an authenticator app."""
    return factors.provisioning_uri(secret, email)
