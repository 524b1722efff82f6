"""The paths under `/dsp/v1` by which people decide who may open their record."""

from datetime import date

import msgspec
from flask import Blueprint, Response, request

from platform_api import answers, behalf, conditions, helping, requests
from platform_api.consents import actors, service
from platform_api.guard import Subject, own_record, permit
from platform_api.problems import Refused
from platform_api.vocabulary import Action, DecisionReason, DeskAct, Reason

bp = Blueprint("consents", __name__, url_prefix="/dsp/v1")
_PATH = "<kind>/<actor_id>"


class GrantBody(msgspec.Struct, forbid_unknown_fields=True):
    """To the end of which day, or without an end; and why, for the person's own memory."""

    until: date | None = None
    reason: DecisionReason = DecisionReason.NOT_TOLD


class BlockBody(msgspec.Struct, forbid_unknown_fields=True):
    """Why, for the person's own memory."""

    reason: DecisionReason = DecisionReason.NOT_TOLD


class EmergencyBody(msgspec.Struct, forbid_unknown_fields=True):
    """Whether professionals may open the record in an emergency."""

    allowed: bool


@bp.get("/professionals")
def search() -> Response:
    """Professionals and organisations that fit the words of `q`, each with whether they can open one's record."""
    words = request.args.get("q", "")
    with permit(Action.SEARCH_DIRECTORY, own_record) as access:
        found, more = actors.search(access.connection, access.subject.patient_id or "", words)
    return answers.json({"actors": found, "more": more})


@bp.get("/professionals/<actor_id>", defaults={"kind": actors.PROFESSIONAL})
@bp.get("/organisations/<actor_id>", defaults={"kind": actors.ORGANISATION})
def one(kind: str, actor_id: str) -> Response:
    """One professional or organisation, and whether they can open one's record."""
    look = service.about(kind, actor_id)
    with permit(Action.READ_RIGHTS, look) as access:
        if access.subject.payload is None:
            raise Refused(Reason.NOT_FOUND)
        subject: Subject = access.subject
        found = actors.one(access.connection, subject.patient_id or "", kind, subject.payload)
    return answers.json(found)


@bp.get("/rights")
def everyone() -> Response:
    """Everyone who can open one's record now, and everyone who is kept out of it."""
    with permit(Action.READ_RIGHTS, own_record) as access:
        patient_id = access.subject.patient_id or ""
        found = actors.everyone(access.connection, patient_id)
        allowed, _since = service.emergency_of(access.connection, patient_id)
    body = {
        "can_open": [actor for actor in found if actor.can_open],
        "kept_out": [actor for actor in found if not actor.can_open],
        "emergency_allowed": allowed,
        "record_open": conditions.record_is_open(access.facts),
    }
    return answers.json(body)


@bp.put(f"/rights/{_PATH}")
def grant(kind: str, actor_id: str) -> Response:
    """Let them open the record, from now on."""
    given = requests.body(GrantBody)
    if given.until is not None:
        service.end_of_day(given.until)
    with permit(Action.GRANT_ACCESS, service.about(kind, actor_id)) as access:
        service.grant(access, kind, given.until, given.reason)
        helping.done(access, DeskAct.GRANT)
        behalf.changed(access)
    return answers.empty()


@bp.delete(f"/rights/{_PATH}")
def revoke(kind: str, actor_id: str) -> Response:
    """Take their access back, from now on."""
    with permit(Action.REVOKE_ACCESS, service.about(kind, actor_id)) as access:
        service.revoke(access, kind)
        behalf.changed(access)
    return answers.empty()


@bp.put(f"/blocks/{_PATH}")
def block(kind: str, actor_id: str) -> Response:
    """Keep them out of everything, from now on."""
    given = requests.body(BlockBody)
    with permit(Action.BLOCK_PROFESSIONAL, service.about(kind, actor_id)) as access:
        service.block(access, kind, given.reason)
        helping.done(access, DeskAct.BLOCK)
        behalf.changed(access)
    return answers.empty()


@bp.delete(f"/blocks/{_PATH}")
def unblock(kind: str, actor_id: str) -> Response:
    """End a block, from now on."""
    with permit(Action.UNBLOCK_PROFESSIONAL, service.about(kind, actor_id)) as access:
        service.unblock(access, kind)
    return answers.empty()


@bp.get("/emergency")
def emergency() -> Response:
    """Whether professionals may open the record in an emergency, and since when that was chosen."""
    with permit(Action.READ_RIGHTS, own_record) as access:
        allowed, since = service.emergency_of(access.connection, access.subject.patient_id or "")
    return answers.json({"allowed": allowed, "changed_at": since})


@bp.put("/emergency")
def set_emergency() -> Response:
    """Allow emergency access, or switch it off, from now on."""
    given = requests.body(EmergencyBody)
    with permit(Action.SET_EMERGENCY, service.emergency_choice(given.allowed)) as access:
        service.set_emergency(access, given.allowed)
    return answers.empty()
