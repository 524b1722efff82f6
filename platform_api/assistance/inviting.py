"""The desk invites somebody without a record to an account of their own; a colleague agrees, then a link is mailed."""

from dataclasses import dataclass
from email.utils import parseaddr
from typing import TypedDict

from flask import Blueprint
from msgspec import Struct, ValidationError, convert
from sqlalchemy import Connection, delete, insert, select

from platform_api import ages, answers, clock, four_eyes, invited, requests, shapes
from platform_api.context import platform
from platform_api.four_eyes import Asked
from platform_api.guard import Access, Look, Subject, permit
from platform_api.identifiers import new_id
from platform_api.invited import Details
from platform_api.models import Account, InvitedAccount
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import (
    Action,
    ApprovalAct,
    Channel,
    InvitedState,
    Reason,
)

bp = Blueprint("inviting", __name__, url_prefix="/dsp/v1/helpdesk/invited-accounts")
ADULT = 18
_SEEN = (Channel.COUNTER, Channel.POST)
"""How a document can have been seen: the person was there, or a certified copy came by post."""
_PROOF = 3
_LONGEST = 200


class InvitedBody(Struct, forbid_unknown_fields=True):
    """Who is invited, as their identity document says, and how it was seen."""

    given: shapes.Words
    family: shapes.Words
    birth_date: str
    email: shapes.Address
    language: str
    document: str
    seen: str


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that is not taken up yet."""

    id: str
    name: str
    email: str
    state: InvitedState
    asked_at: shapes.Moment
    valid_until: shapes.Moment


class AllInvited(TypedDict):
    """Every invitation that is not taken up yet."""

    invited: list[Invited]


class Begun(TypedDict):
    """An invitation that waits for a colleague."""

    id: str


@bp.get("")
def everybody() -> answers.Json[AllInvited]:
    """Every invitation that is not taken up yet, the newest first; nobody's own, and none of the family."""
    with permit(Action.READ_INVITED, _at_the_desk) as access:
        rows = access.connection.execute(
            select(InvitedAccount.__table__)
            .where(InvitedAccount.state != InvitedState.TAKEN)
            .order_by(InvitedAccount.asked_at.desc(), InvitedAccount.id)
        ).all()
        keys, me = access.platform.keys, access.principal.account_id or ""
        found = []
        for row in rows:
            details = invited.opened(keys, row)
            if invited.is_apart(access.connection, keys, me, details):
                over = row.valid_until <= clock.now()
                state = InvitedState.LAPSED if over else InvitedState(row.state)
                name = f"{details.given} {details.family}"
                found.append(Invited(row.id, name, details.email, state, row.asked_at, row.valid_until))
    return answers.Json({"invited": found})


@bp.post("")
def invite() -> answers.Made[Begun]:
    """Ask for somebody to be invited: the link is mailed once a colleague has agreed."""
    given = requests.body(InvitedBody)
    details = _read(given)
    language = requests.language(given.language)
    with permit(Action.INVITE_ACCOUNT, _at_the_desk) as access:
        begun = _ask(access, details, language)
    return answers.Made({"id": begun})


@bp.post("/<invited_id>/sending")
def send_again(invited_id: str) -> answers.Empty:
    """Mail a new link: the one before it is void."""
    with permit(Action.CHANGE_INVITED, _one(invited_id)) as access:
        row = access.subject.payload
        if row.state != InvitedState.SENT:
            raise Refused(Reason.STEP_OUT_OF_ORDER)
        invited.send(access.connection, access.platform.keys, row)
        access.details["sent"] = "again"
    return answers.Empty()


@bp.delete("/<invited_id>")
def call_back(invited_id: str) -> answers.Empty:
    """The invitation is over, whether a colleague agreed or not; its link opens nothing."""
    with permit(Action.CHANGE_INVITED, _one(invited_id)) as access:
        invited.forget(access.connection, invited_id)
        access.details["called_back"] = True
    return answers.Empty()


def _read(given: InvitedBody) -> Details:
    """What was typed, checked before anything is looked up; raises Refused."""
    for name, text in (("given", given.given), ("family", given.family)):
        if not text.strip() or len(text) > _LONGEST:
            raise Refused(Reason.ELEMENT_MISSING, field=name)
    email = given.email.strip()
    local, _, domain = email.rpartition("@")
    if not local or "." not in domain or len(email) > 254 or parseaddr(email)[1] != email:
        raise Refused(Reason.EMAIL_MALFORMED, field="email")
    try:
        details = convert(
            {
                "given": " ".join(given.given.split()),
                "family": " ".join(given.family.split()),
                "birth_date": given.birth_date,
                "email": email.lower(),
                "document": given.document,
                "seen": given.seen,
            },
            Details,
        )
    except ValidationError as error:
        raise Refused(Reason.VALUE_NOT_ALLOWED) from error
    if details.seen not in _SEEN or details.birth_date > clock.today():
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="birth_date")
    if ages.birthday(details.birth_date, ADULT) > clock.today():
        raise Refused(Reason.INVITED_MINOR, field="birth_date")
    return details


def _ask(access: Access, details: Details, language: str) -> str:
    connection, keys, me = access.connection, access.platform.keys, access.principal.account_id or ""
    identifier, moment = new_id(), clock.now()
    access.subject = Subject(kind="invited_account", id=identifier)
    if not invited.is_apart(connection, keys, me, details):
        raise Refused(Reason.INVITED_RELATED, keep=True)
    index = keys.find_by("email", details.email)
    _check_free(connection, index)
    connection.execute(
        insert(InvitedAccount),
        {
            "id": identifier,
            "state": InvitedState.WAITING,
            "details_sealed": invited.seal(keys, identifier, details),
            "email_index": index,
            "language": language,
            "asked_by": me,
            "asked_at": moment,
            "valid_until": moment + four_eyes.LASTS,
        },
    )
    evidence = {"channel": details.seen.value, "identity": details.document.value, "level": _PROOF}
    four_eyes.ask(connection, ApprovalAct.INVITED_ACCOUNT, me, subject_id=identifier, evidence=evidence)
    access.details |= evidence
    return identifier


def _check_free(connection: Connection, index: str) -> None:
    """Refuse an address that has such an account, or an invitation under way; one that is over makes room."""
    known = select(Account.id).where(
        Account.email_index == index, Account.patient_id.is_(None), Account.role == "person"
    )
    if connection.execute(known).first() is not None:
        raise Refused(Reason.INVITED_HAS_ACCOUNT, field="email", keep=True)
    of_address = InvitedAccount.email_index == index
    connection.execute(delete(InvitedAccount).where(of_address, invited.is_over()))
    if connection.execute(select(InvitedAccount.id).where(of_address)).first() is not None:
        raise Refused(Reason.INVITED_ALREADY, field="email", keep=True)


def _agreed(access: Access, asked: Asked) -> None:
    """A colleague agreed: the link is mailed."""
    row = invited.row_of(access.connection, asked.subject_id or "")
    if row is None or row.state != InvitedState.WAITING:
        raise Refused(Reason.DECIDED_ALREADY)
    invited.send(access.connection, access.platform.keys, row)


def _refused(access: Access, asked: Asked) -> None:
    invited.forget(access.connection, asked.subject_id)


four_eyes.EFFECTS[ApprovalAct.INVITED_ACCOUNT] = _agreed
four_eyes.UNDOINGS[ApprovalAct.INVITED_ACCOUNT] = _refused


def _one(invited_id: str) -> Look:
    def look(connection: Connection, principal: Principal) -> Subject:
        row = connection.execute(
            select(InvitedAccount.__table__).where(InvitedAccount.id == invited_id).with_for_update()
        ).first()
        if row is None or row.state == InvitedState.TAKEN or principal.account_id is None:
            return Subject(kind="invited_account", facts={"exists": False})
        keys = platform().keys
        apart = invited.is_apart(connection, keys, principal.account_id, invited.opened(keys, row))
        return Subject(
            kind="invited_account", id=row.id, payload=row, facts={"exists": True, "stands_apart": apart}
        )

    return look


def _at_the_desk(_connection: Connection, principal: Principal) -> Subject:
    return Subject(kind="staff", id=principal.account_id)
