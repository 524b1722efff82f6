"""The first people of the helpdesk, made at the machine itself."""

import secrets
from dataclasses import dataclass

from platform_api import factors, staff
from platform_api.guard import Subject, permit_as
from platform_api.letter_codes import ALPHABET
from platform_api.operations.everyday import OPERATOR
from platform_api.operations.failures import OperationFailed
from platform_api.operations.stores import running
from platform_api.settings import Settings
from platform_api.vocabulary import Action, Role


@dataclass(frozen=True, slots=True)
class NewStaff:
    """What only the new member of staff may know; it is told once."""

    account_id: str
    password: str
    totp_secret: str
    otpauth_uri: str


def add_staff(settings: Settings, email: str, role: str, given: str, family: str) -> NewStaff:
    """Make an account for an agent or a supervisor; raises OperationFailed when the address is taken."""
    if "@" not in email:
        raise OperationFailed(f"{email} is no e-mail address")
    password = "-".join("".join(secrets.choice(ALPHABET.lower()) for _ in range(5)) for _ in range(4))
    secret = factors.new_secret()
    one = staff.StaffAccount(email, Role(role), given, family, password, secret)
    with (
        running(settings) as opened,
        permit_as(
            opened, OPERATOR, Action.MANAGE_STAFF, lambda _c, _p: Subject(kind="staff"), role=Role.OPERATOR
        ) as access,
    ):
        try:
            identifier = staff.add(access.connection, opened.keys, one, None)
        except staff.AddressTaken as taken:
            raise OperationFailed(f"the helpdesk has somebody with the address {email} already") from taken
        access.details.update(staff=identifier, role=role)
    return NewStaff(identifier, password, secret, staff.link_of(secret, email))
