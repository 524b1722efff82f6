"""Presence codes: handed over at a visit, redeemed by a professional's software, good for a day of reading."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict

import msgspec
from flask import Blueprint
from sqlalchemy import Connection, and_, insert, or_, select, update

from platform_api import answers, clock, letter_codes, phones, requests, shapes, throttles
from platform_api.context import Platform, caller, platform
from platform_api.document_types import GROUPS
from platform_api.guard import Access, Look, Subject, own_record, permit
from platform_api.identifiers import new_id
from platform_api.models import AccessRight, PresenceCode, Professional
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Action, Confidentiality, PassState, Reason, Right

bp = Blueprint("presence", __name__, url_prefix="/dsp/v1")
LASTS = timedelta(hours=24)
"""How long a redeemed code opens the record (domain.md: presence code)."""
VALID = timedelta(hours=24)
"""How long a code may wait for its visit."""
LONGEST = timedelta(days=14)
"""The longest that a pass may open; who should stay longer is given access by name."""
_MOST = 50  # passes of one list
_ALIKE = frozenset({Reason.NOT_ALLOWED, Reason.RECORD_NOT_OPEN, Reason.PRESENCE_CODE_NOT_ACCEPTED})
"""Refusals that a professional cannot tell apart: a wrong code, a closed record, a block."""


@dataclass(frozen=True, slots=True)
class MadePass:
    """A new code, in clear, with the moment until which it can be used."""

    id: str
    code: str
    valid_until: shapes.Moment


@dataclass(frozen=True, slots=True)
class Pass:
    """A code that was handed out, as its giver sees it; `until` is when it, or the access that it became, ends."""

    id: str
    state: PassState
    groups: list[shapes.Group]
    made_at: shapes.Moment
    until: shapes.Moment
    used_by_id: str | None
    used_by: str


class RedeemBody(msgspec.Struct, forbid_unknown_fields=True):
    """The code, as it was read out or scanned."""

    code: shapes.WrittenCode


class PassBody(msgspec.Struct, forbid_unknown_fields=True):
    """Which groups of documents, all where none is named; and to the end of which day, a day from use where none is.

    `by_text` sends the code to the holder's own mobile too.
    """

    groups: list[shapes.Group] = []
    until: date | None = None
    by_text: bool = False


class Passes(TypedDict):
    """The codes that were handed out, the newest first."""

    passes: list[Pass]


class Opened(TypedDict):
    """Whose record is open now, and until when."""

    patient_id: str
    until: shapes.Moment


@bp.post("/passes")
def make() -> answers.Made[MadePass]:
    """A code to hand over at a visit; it is told here and never again."""
    given = requests.body(PassBody)
    if unknown := sorted(set(given.groups) - GROUPS.keys()):
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"groups.{unknown[0][:40]}")
    opens_until = None if given.until is None else _end_of(given.until)
    with permit(Action.MINT_PRESENCE_CODE, own_record) as access:
        patient_id = access.subject.patient_id or ""
        number = _own_mobile(access) if given.by_text else ""
        access.details.update(groups=sorted(given.groups), until=str(given.until) if given.until else None)
        made = mint(access, platform(), patient_id, groups=sorted(set(given.groups)), until=opens_until)
        if number:
            access.details["by_text"] = True
            phones.text_visit_code(access, number, made.code, made.valid_until, field="by_text")
    return answers.Made(made)


@bp.get("/passes")
def passes() -> answers.Json[Passes]:
    """The codes of one's own record that still count, or that somebody used; never the codes themselves."""
    with permit(Action.READ_RIGHTS, own_record) as access:
        found = listed(access, access.subject.patient_id or "")
    return answers.Json({"passes": found})


@bp.delete("/passes/<pass_id>")
def revoke(pass_id: str) -> answers.Empty:
    """Make a code worthless, and end the access that it became."""
    with permit(Action.REVOKE_PRESENCE_CODE, _own_pass(pass_id)) as access:
        _end(access)
    return answers.Empty()


@bp.post("/presence")
def redeem() -> answers.Json[Opened]:
    """Open the record behind a code to the professional of this token for a day; twice has one effect."""
    given = letter_codes.check(requests.body(RedeemBody).code)
    asking, running = caller(), platform()
    counter = f"presence:{asking.professional_id}"
    with running.database.read() as connection:
        standing = throttles.standing(connection, counter, throttles.SECOND_FACTOR)
    if standing.blocked_seconds:
        raise Refused(Reason.TOO_MANY_TRIES, retry_after=standing.blocked_seconds)
    if given.value is None:
        raise Refused(Reason.CODE_TYPO, field="code")
    try:
        with permit(Action.REDEEM_PRESENCE_CODE, _behind(running, given.value)) as access:
            until = _open(access)
    except Refused as refusal:
        if asking.professional_id is None or refusal.reason not in _ALIKE:
            raise
        with running.database.write() as connection:
            throttles.count(connection, counter, "presence", throttles.SECOND_FACTOR)
        raise Refused(Reason.PRESENCE_CODE_NOT_ACCEPTED, field="code") from refusal
    return answers.Json({"patient_id": access.subject.patient_id or "", "until": until})


def mint(
    access: Access,
    running: Platform,
    patient_id: str,
    *,
    groups: list[str] | None = None,
    until: datetime | None = None,
) -> MadePass:
    """A new code for this record, in clear only here; it waits a day for its visit, or as long as it would open."""
    code, moment = letter_codes.mint(), clock.now()
    made = MadePass(new_id(), code, until or moment + VALID)
    access.connection.execute(
        insert(PresenceCode),
        {
            "fingerprint": running.keys.find_by("presence", code),
            "id": made.id,
            "patient_id": patient_id,
            "made_at": moment,
            "valid_until": made.valid_until,
            "groups": groups or None,
            "opens_until": until,
        },
    )
    return made


def listed(access: Access, patient_id: str) -> list[Pass]:
    """The passes that wait or were used, the newest first; those that nobody used and that are over are left out."""
    moment = clock.now()
    rows = access.connection.execute(
        select(
            PresenceCode.__table__,
            Professional.prefix,
            Professional.given,
            Professional.family,
            AccessRight.ends_at,
            AccessRight.ended_at,
        )
        .join_from(PresenceCode, Professional, Professional.id == PresenceCode.redeemed_by, isouter=True)
        .join(
            AccessRight,
            and_(AccessRight.patient_id == PresenceCode.patient_id, AccessRight.id == PresenceCode.right_id),
            isouter=True,
        )
        .where(PresenceCode.patient_id == patient_id, PresenceCode.id.is_not(None))
        .where(or_(PresenceCode.valid_until > moment, PresenceCode.redeemed_at.is_not(None)))
        .order_by(PresenceCode.made_at.desc(), PresenceCode.id)
        .limit(_MOST)
    )
    return [_pass(row, moment) for row in rows]


def _own_mobile(access: Access) -> str:
    """The mobile of whoever asks; nobody sends a pass to the number of somebody whom they act for."""
    if access.principal.own_patient_id != access.subject.patient_id:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="by_text")
    return phones.mobile(access, field="by_text")


def _pass(row: Any, moment: datetime) -> Pass:
    used = row.redeemed_at is not None
    until = (row.ends_at or row.redeemed_at + LASTS) if used else row.valid_until
    if row.revoked_at is not None:
        state = PassState.REVOKED
    elif until <= moment or (used and row.ended_at is not None):
        state = PassState.OVER
    else:
        state = PassState.USED if used else PassState.WAITING
    who = " ".join(part for part in (row.prefix, row.given, row.family) if part)
    return Pass(row.id, state, row.groups or [], row.made_at, until, row.redeemed_by, who)


def _own_pass(pass_id: str) -> Look:
    def look(connection: Connection, principal: Principal) -> Subject:
        row = connection.execute(
            select(PresenceCode.__table__)
            .where(PresenceCode.id == pass_id, PresenceCode.patient_id == (principal.patient_id or ""))
            .with_for_update()
        ).first()
        return Subject(principal.patient_id, "pass", pass_id[:36], row, {"exists": row is not None})

    return look


def _end(access: Access) -> None:
    row, moment = access.subject.payload, clock.now()
    if row.revoked_at is None:
        mine = PresenceCode.fingerprint == row.fingerprint
        access.connection.execute(update(PresenceCode).where(mine).values(revoked_at=moment))
    if row.right_id is not None:
        access.connection.execute(
            update(AccessRight)
            .where(
                AccessRight.patient_id == row.patient_id,
                AccessRight.id == row.right_id,
                AccessRight.ended_at.is_(None),
            )
            .values(ended_at=moment)
        )


def _end_of(day: date) -> datetime:
    """The midnight that ends a day; raises Refused when it is over or further away than a pass may last."""
    today = clock.today()
    if day < today or day > today + LONGEST:
        raise Refused(Reason.PASS_TOO_LONG, field="until", data={"days": LONGEST.days})
    return datetime.combine(day + timedelta(days=1), time.min, clock.LUXEMBOURG)


def _behind(running: Platform, code: str) -> Look:
    def look(connection: Connection, principal: Principal) -> Subject:
        row = connection.execute(
            select(PresenceCode.__table__)
            .where(PresenceCode.fingerprint == running.keys.find_by("presence", code))
            .with_for_update()
        ).first()
        if row is None:
            return Subject(facts={"presence_code_accepted": False})
        mine = row.redeemed_by is None or row.redeemed_by == principal.professional_id
        elsewhere = principal.bound_patient_id not in (None, row.patient_id)
        good = mine and not elsewhere and clock.now() < row.valid_until and row.revoked_at is None
        facts = {"presence_code_accepted": good}
        return Subject(row.patient_id, "record", row.patient_id, row, facts)

    return look


def _open(access: Access) -> datetime:
    row, moment = access.subject.payload, clock.now()
    if row.redeemed_at is not None:
        until: datetime = row.opens_until or row.redeemed_at + LASTS
        return until
    until, right_id = row.opens_until or moment + LASTS, new_id()
    access.connection.execute(
        update(PresenceCode)
        .where(PresenceCode.fingerprint == row.fingerprint)
        .values(redeemed_at=moment, redeemed_by=access.principal.professional_id, right_id=right_id)
    )
    access.connection.execute(
        insert(AccessRight),
        {
            "patient_id": row.patient_id,
            "id": right_id,
            "kind": Right.PRESENCE,
            "actor_kind": "professional",
            "actor_id": access.principal.professional_id,
            "level": Confidentiality.NORMAL,
            "starts_at": moment,
            "ends_at": until,
            "given_by": row.patient_id,
            "groups": row.groups,
        },
    )
    return until
