"""Presence codes: handed over at a visit, redeemed by a professional's software, good for a day of reading."""

from datetime import datetime, timedelta

import msgspec
from flask import Blueprint, Response
from sqlalchemy import Connection, insert, select, update

from platform_api import answers, clock, letter_codes, requests, throttles
from platform_api.context import Platform, caller, platform
from platform_api.guard import Access, Look, Subject, permit
from platform_api.identifiers import new_id
from platform_api.models import AccessRight, PresenceCode
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Action, Confidentiality, Reason, Right

bp = Blueprint("presence", __name__, url_prefix="/dsp/v1")
LASTS = timedelta(hours=24)
"""How long a redeemed code opens the record (domain.md: presence code)."""
VALID = timedelta(hours=24)
"""How long a code may wait for its visit."""
_ALIKE = frozenset({Reason.NOT_ALLOWED, Reason.RECORD_NOT_OPEN, Reason.PRESENCE_CODE_NOT_ACCEPTED})
"""Refusals that a professional cannot tell apart: a wrong code, a closed record, a block."""


class RedeemBody(msgspec.Struct, forbid_unknown_fields=True):
    """The code, as it was read out or scanned."""

    code: str


@bp.post("/presence")
def redeem() -> Response:
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
    return answers.json({"patient_id": access.subject.patient_id, "until": until})


def mint(access: Access, running: Platform, patient_id: str) -> str:
    """A new code for this record, in clear only here; it waits a day for its visit."""
    code, moment = letter_codes.mint(), clock.now()
    access.connection.execute(
        insert(PresenceCode),
        {
            "fingerprint": running.keys.find_by("presence", code),
            "patient_id": patient_id,
            "made_at": moment,
            "valid_until": moment + VALID,
        },
    )
    return code


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
        good = mine and not elsewhere and clock.now() < row.valid_until
        facts = {"presence_code_accepted": good}
        return Subject(row.patient_id, "record", row.patient_id, row, facts)

    return look


def _open(access: Access) -> datetime:
    row, moment = access.subject.payload, clock.now()
    if row.redeemed_at is not None:
        until: datetime = row.redeemed_at + LASTS
        return until
    until = moment + LASTS
    access.connection.execute(
        update(PresenceCode)
        .where(PresenceCode.fingerprint == row.fingerprint)
        .values(redeemed_at=moment, redeemed_by=access.principal.professional_id)
    )
    access.connection.execute(
        insert(AccessRight),
        {
            "patient_id": row.patient_id,
            "id": new_id(),
            "kind": Right.PRESENCE,
            "actor_kind": "professional",
            "actor_id": access.principal.professional_id,
            "level": Confidentiality.NORMAL,
            "starts_at": moment,
            "ends_at": until,
            "given_by": row.patient_id,
        },
    )
    return until
