"""The paths of the helpdesk's own people, under `/dsp/v1/helpdesk/staff`: a supervisor adds and suspends them."""

from dataclasses import dataclass
from typing import TypedDict

from flask import Blueprint
from msgspec import Struct
from sqlalchemy import Connection, select, update

from platform_api import answers, clock, factors, requests, sessions, shapes, staff
from platform_api.guard import Look, Subject, permit
from platform_api.letter_codes import mint
from platform_api.models import Account, StaffMember
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Action, Reason, Role

bp = Blueprint("staff", __name__, url_prefix="/dsp/v1/helpdesk/staff")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the helpdesk."""

    id: str
    name: str
    role: Role
    active: bool
    me: bool


class MemberBody(Struct, forbid_unknown_fields=True):
    """Somebody new at the helpdesk."""

    email: shapes.Address
    given: shapes.Words
    family: shapes.Words
    role: str


class StateBody(Struct, forbid_unknown_fields=True):
    """Whether they may sign in."""

    active: bool


class Staff(TypedDict):
    """Everybody of the helpdesk."""

    staff: list[Member]


class NewMember(TypedDict):
    """The first password and the secret of the second factor, told once."""

    password: str
    totp_secret: str


@bp.get("")
def members() -> answers.Json[Staff]:
    """Everybody of the helpdesk."""
    with permit(Action.MANAGE_STAFF, _at_the_desk) as access:
        rows = access.connection.execute(
            select(Account.id, Account.given, Account.family, Account.role, Account.state)
            .where(Account.role.in_(staff.ROLES))
            .order_by(Account.family, Account.given, Account.id)
        )
        me = access.principal.account_id
        found = [
            Member(row.id, f"{row.given} {row.family}", row.role, row.state == "active", row.id == me)
            for row in rows
        ]
    return answers.Json({"staff": found})


@bp.post("")
def add() -> answers.Made[NewMember]:
    """Make an account for somebody new; password and second factor are told once, here."""
    given = requests.body(MemberBody)
    if "@" not in given.email or given.role not in staff.ROLES or not (given.given and given.family):
        raise Refused(Reason.MALFORMED_REQUEST)
    password = "-".join(mint()[place : place + 4].lower() for place in (0, 4)) + "-" + mint()[:8].lower()
    secret = factors.new_secret()
    one = staff.StaffAccount(given.email, Role(given.role), given.given, given.family, password, secret)
    with permit(Action.MANAGE_STAFF, _at_the_desk) as access:
        try:
            added = staff.add(access.connection, access.platform.keys, one, access.principal.account_id)
        except staff.AddressTaken as taken:
            raise Refused(Reason.ADDRESS_TAKEN, field="email") from taken
        access.details.update(staff=added, role=given.role)
    return answers.Made({"password": password, "totp_secret": secret})


@bp.put("/<account_id>")
def suspend(account_id: str) -> answers.Empty:
    """Suspend somebody, at once, or let them back; nobody suspends themself."""
    given = requests.body(StateBody)
    with permit(Action.MANAGE_STAFF, _member(account_id)) as access:
        if access.subject.payload is None or account_id == access.principal.account_id:
            raise Refused(Reason.NOT_FOUND, admit=False)
        connection = access.connection
        state = "active" if given.active else "suspended"
        connection.execute(update(Account).where(Account.id == account_id).values(state=state))
        suspended = None if given.active else clock.now()
        connection.execute(
            update(StaffMember).where(StaffMember.account_id == account_id).values(suspended_at=suspended)
        )
        if not given.active:
            sessions.end_all(connection, account_id)
        access.details.update(staff=account_id, state=state)
    return answers.Empty()


def _member(account_id: str) -> Look:
    def look(connection: Connection, _principal: Principal) -> Subject:
        known = select(Account.id).where(Account.id == account_id, Account.role.in_(staff.ROLES))
        return Subject(kind="staff", id=account_id[:36], payload=connection.execute(known).first())

    return look


def _at_the_desk(_connection: Connection, principal: Principal) -> Subject:
    return Subject(kind="staff", id=principal.account_id)
