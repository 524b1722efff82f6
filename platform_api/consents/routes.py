"""The paths under `/dsp/v1` by which people decide who may open their record."""

from datetime import date
from typing import TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, conditions, requests, shapes
from platform_api.consents import actors, acts, service
from platform_api.guard import Subject, own_record, permit
from platform_api.problems import Refused
from platform_api.requests import Query
from platform_api.vocabulary import Action, DecisionReason, Reason

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
    """Whether professionals may open the record in an emergency, restricted documents too; unsaid: as it is."""

    allowed: bool
    restricted: bool | None = None


class ActorsFound(TypedDict):
    """The actors that fit, and whether there are more."""

    actors: list[actors.Actor]
    more: bool


class Everyone(TypedDict):
    """Who can open the record now and who is kept out of it; the same for everybody in an emergency."""

    can_open: list[actors.Actor]
    kept_out: list[actors.Actor]
    emergency_allowed: bool
    emergency_restricted: bool
    record_open: bool


class EmergencyChoice(TypedDict):
    """Whether professionals may open the record in an emergency; `changed_at` is null while nobody chose.

    `restricted`: they then see restricted documents too; secret ones never open.
    """

    allowed: bool
    restricted: bool
    changed_at: shapes.Moment | None


class NameQuery(Query):
    """Words of a name, of a place, of a profession."""

    q: str = ""


@bp.get("/professionals")
def search() -> answers.Json[ActorsFound]:
    """Professionals and organisations that fit the words of `q`, each with whether they can open one's record."""
    words = requests.query(NameQuery).q
    with permit(Action.SEARCH_DIRECTORY, own_record) as access:
        found, more = actors.search(access.connection, access.subject.patient_id or "", words)
    return answers.Json({"actors": found, "more": more})


@bp.get("/professionals/<actor_id>", defaults={"kind": actors.PROFESSIONAL})
@bp.get("/organisations/<actor_id>", defaults={"kind": actors.ORGANISATION})
def one(kind: str, actor_id: str) -> answers.Json[actors.Actor]:
    """One professional or organisation, and whether they can open one's record."""
    look = service.about(kind, actor_id)
    with permit(Action.READ_RIGHTS, look) as access:
        if access.subject.payload is None:
            raise Refused(Reason.NOT_FOUND)
        subject: Subject = access.subject
        found = actors.one(access.connection, subject.patient_id or "", kind, subject.payload)
    return answers.Json(found)


@bp.get("/rights")
def everyone() -> answers.Json[Everyone]:
    """Everyone who can open one's record now, and everyone who is kept out of it."""
    with permit(Action.READ_RIGHTS, own_record) as access:
        patient_id = access.subject.patient_id or ""
        found = actors.everyone(access.connection, patient_id)
        emergency = service.emergency_of(access.connection, patient_id)
    body: Everyone = {
        "can_open": [actor for actor in found if actor.can_open],
        "kept_out": [actor for actor in found if not actor.can_open],
        "emergency_allowed": emergency.allowed,
        "emergency_restricted": emergency.restricted,
        "record_open": conditions.record_is_open(access.facts),
    }
    return answers.Json(body)


@bp.put(f"/rights/{_PATH}")
def grant(kind: str, actor_id: str) -> answers.Empty:
    """Let them open the record, from now on."""
    given = requests.body(GrantBody)
    if given.until is not None:
        service.end_of_day(given.until)
    with permit(Action.GRANT_ACCESS, service.about(kind, actor_id)) as access:
        acts.grant(access, kind, given.until, given.reason)
    return answers.Empty()


@bp.delete(f"/rights/{_PATH}")
def revoke(kind: str, actor_id: str) -> answers.Empty:
    """Take their access back, from now on."""
    with permit(Action.REVOKE_ACCESS, service.about(kind, actor_id)) as access:
        acts.revoke(access, kind)
    return answers.Empty()


@bp.put(f"/blocks/{_PATH}")
def block(kind: str, actor_id: str) -> answers.Empty:
    """Keep them out of everything, from now on."""
    given = requests.body(BlockBody)
    with permit(Action.BLOCK_PROFESSIONAL, service.about(kind, actor_id)) as access:
        acts.block(access, kind, given.reason)
    return answers.Empty()


@bp.delete(f"/blocks/{_PATH}")
def unblock(kind: str, actor_id: str) -> answers.Empty:
    """End a block, from now on."""
    with permit(Action.UNBLOCK_PROFESSIONAL, service.about(kind, actor_id)) as access:
        service.unblock(access, kind)
    return answers.Empty()


@bp.get("/emergency")
def emergency() -> answers.Json[EmergencyChoice]:
    """Whether professionals may open the record in an emergency, and since when that was chosen."""
    with permit(Action.READ_RIGHTS, own_record) as access:
        now = service.emergency_of(access.connection, access.subject.patient_id or "")
    return answers.Json({"allowed": now.allowed, "restricted": now.restricted, "changed_at": now.since})


@bp.put("/emergency")
def set_emergency() -> answers.Empty:
    """Allow emergency access or switch it off, with restricted documents or without them, from now on."""
    given = requests.body(EmergencyBody)
    look = service.emergency_choice(given.allowed, given.restricted)
    with permit(Action.SET_EMERGENCY, look) as access:
        service.set_emergency(access, given.allowed, given.restricted)
    return answers.Empty()
