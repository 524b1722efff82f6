"""Consent under `/fhir`, written (PCF ITI-108 after CH:PPQm's PPQ-3): the same acts as those of the own interface.

What a Consent says is read whole first (`stating`), then the policy decides about the act, then the record is asked
whether it can hold all of it; only then anything is written.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from platform_api import answers, levels, media, requests
from platform_api.consents import acts, agreeing, kept, service, stating
from platform_api.consents.stating import Stated
from platform_api.context import platform
from platform_api.fhir import reading_consent
from platform_api.fhir.consent import EMERGENCY, NEW_DOCUMENTS, UUID_SYSTEM, consent
from platform_api.fhir.registry import CONTROLS
from platform_api.guard import Access, Look, Subject, permit
from platform_api.policy import decide
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.requests import IF_NONE_EXIST, conditional_create
from platform_api.vocabulary import Action, Confidentiality, Reason, Right

bp = Blueprint("consents_written", __name__, url_prefix="/fhir")
_SAID = "The decision counts from now on; it is at the address in Location."
_ACTIONS: dict[str, Action] = {
    Right.CIRCLE: Action.GRANT_ACCESS,
    Right.DATED: Action.GRANT_ACCESS,
    Right.BLOCK: Action.BLOCK_PROFESSIONAL,
    EMERGENCY: Action.SET_EMERGENCY,
    NEW_DOCUMENTS: Action.SET_CONFIDENTIALITY,
}


@dataclass(frozen=True, slots=True)
class Target:
    """Which Consent a request is about: by its id, or by what other software calls it; a new one where neither is."""

    id: str | None = None
    name: str | None = None


@bp.post("/Consent")
@conditional_create
def add() -> Response:
    """Decide; the same decision again has one effect, and a name that stands for another decision is refused.

    With `If-None-Exist: identifier=urn:uuid:…` nothing is decided where a Consent bears this name: it is answered.
    """
    stated = _stated()
    if not stated.active:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="Consent.status")
    return _decide(stated, Target(), unless=_name_that_must_be_new(stated))


@bp.put("/Consent")
def replace_named() -> Response:
    """Decide under other software's own name for it (`?identifier=urn:uuid:…`), for the first time or anew."""
    target = Target(name=name_asked())
    stated = _stated()
    if stated.names and target.name not in stated.names:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="Consent.identifier")
    return _decide(stated, target)


@bp.put("/Consent/<consent_id>")
def replace(consent_id: str) -> Response:
    """Decide anew, or end it (`inactive`); whom it is about stays."""
    stated = _stated()
    if stated.resource.id != consent_id:
        reason = Reason.VALUE_NOT_ALLOWED if stated.resource.id else Reason.ELEMENT_MISSING
        raise Refused(reason, field="Consent.id")
    return _decide(stated, Target(id=consent_id))


def name_asked() -> str:
    """The name in a conditional address; raises Refused for none, for several, and for any other condition."""
    given = [(name, value) for name, value in request.args.items(multi=True) if name not in CONTROLS]
    return _one_name(given, "identifier")


def _name_that_must_be_new(stated: Stated) -> str | None:
    """The name in `If-None-Exist`: one of the Consent's own, or the same request again would find nothing."""
    condition = request.headers.get("If-None-Exist")
    if condition is None:
        return None
    name = _one_name(parse_qsl(condition, keep_blank_values=True), IF_NONE_EXIST)
    if name not in stated.names:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="Consent.identifier")
    return name


def _one_name(conditions: list[tuple[str, str]], field: str) -> str:
    system, bar, value = conditions[0][1].rpartition("|") if len(conditions) == 1 else ("", "", "")
    name = stating.name_in(value)
    if (
        len(conditions) != 1
        or conditions[0][0] != "identifier"
        or name is None
        or (bar and system != UUID_SYSTEM)
    ):
        raise Refused(Reason.MALFORMED_REQUEST, field=field)
    return name


def _stated() -> Stated:
    resource = requests.fhir_body(reading_consent.Consent, "Consent")
    return stating.read(resource, _base())


def _base() -> str:
    return f"{platform().settings.base_url}/fhir"


def _decide(stated: Stated, target: Target, unless: str | None = None) -> Response:
    """The answer holds the Consent, for whoever may read what was decided; an agent of the helpdesk may not."""
    nobody: list[bool] = []
    try:
        with permit(_action(stated), _seen(stated, nobody)) as access:
            after, made = _settle(access, stated, target, unless)
            resource = consent(after, kept.agency(access))
            may_read = _may_read(access)
    except Refused as refusal:
        raise _placed(refusal, any(nobody)) from refusal
    if not may_read:
        return answers.Empty()
    status = 201 if made and target.id is None else 200
    return media.written(resource, f"{_base()}/Consent/{resource['id']}", status, _SAID)


def _settle(
    access: Access, stated: Stated, target: Target, unless: str | None
) -> tuple[dict[str, Any], bool]:
    """Do it, `unless` a Consent has this name; return what the record now says, and whether that is something new."""
    patient_id = levels.lock(access)
    agreeing.patient(access, stated, _base())
    found = kept.of_record(access.connection, patient_id)
    known = named(access.connection, found, None, unless)
    if known is not None:
        access.details["again"] = True
        return known, False
    standing = next((row for row in found if agreeing.is_about(row, stated)), None)
    before = _before(access, found, standing, stated, target)
    if target != Target():
        media.check_unchanged([] if before is None else [consent(before, kept.agency(access))])
    so_far = (
        (before or standing) if _may_read(access) else None
    )  # since when it holds, is told by a refusal too
    agreeing.everything(access, stated, so_far, kept.agency(access), _base())
    _act(access, stated)
    after = next(
        row for row in kept.of_record(access.connection, patient_id) if agreeing.is_about(row, stated)
    )
    names = [*stated.names, *([target.name] if target.name else [])]
    newly_named = kept.name(access, after, dict.fromkeys(names))
    if newly_named and after["source"].endswith("-by-default"):
        after["source"] = after["kind"]
    return after, before is None and (newly_named or standing is None or not standing["is_active"])


def _may_read(access: Access) -> bool:
    return decide(Action.READ_RIGHTS, access.facts).allowed


def _before(
    access: Access,
    found: list[dict[str, Any]],
    standing: dict[str, Any] | None,
    stated: Stated,
    target: Target,
) -> dict[str, Any] | None:
    """The Consent that the request names; raises Refused where a name stands for another one."""
    before = named(access.connection, found, target.id, target.name)
    if target.id is not None and before is None:
        raise Refused(Reason.NOT_FOUND)
    if before is not None and before is not standing:
        same_people = (before["actor_kind"], before["actor_id"]) == (
            stated.actor_kind or None,
            stated.actor_id or None,
        )
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=stating.POLICY if same_people else stating.ACTOR)
    if before is None and (stated.resource.id is not None and target.name is not None):
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="Consent.id")
    for name in stated.names:
        meant = named(access.connection, found, None, name)
        taken = target == Target() and meant is not None and meant["is_active"]
        if meant is not None and (meant is not standing or (taken and not agreeing.is_so(meant, stated))):
            raise Refused(Reason.DUPLICATE_IDENTIFIER, field="Consent.identifier")
    return before


def named(
    connection: Connection, found: list[dict[str, Any]], consent_id: str | None, name: str | None
) -> dict[str, Any] | None:
    """The one of a record's Consents that has this id, or that other software calls so."""
    if consent_id is None and name is not None and found:
        consent_id = kept.named(connection, found[0]["patient_id"], name) or name
    return next((row for row in found if row["id"] == consent_id), None)


def _action(stated: Stated) -> Action:
    if stated.active:
        return _ACTIONS[stated.kind]
    return Action.UNBLOCK_PROFESSIONAL if stated.kind == Right.BLOCK else Action.REVOKE_ACCESS


def _seen(stated: Stated, nobody: list[bool]) -> Look:
    """The look-up of the own interface; notes when it found nobody of this number."""
    if stated.kind == EMERGENCY:
        return service.emergency_choice(stated.permits, _restricted_too(stated))
    if stated.kind == NEW_DOCUMENTS:
        return levels.default_choice(stated.level)
    about = service.about(stated.actor_kind, stated.actor_id)

    def look(connection: Connection, principal: Principal) -> Subject:
        subject = about(connection, principal)
        nobody.append(not subject.facts["exists"])
        return subject

    return look


def _restricted_too(stated: Stated) -> bool:
    """Up to which level an emergency opens (202)."""
    return stated.level is Confidentiality.RESTRICTED


def _act(access: Access, stated: Stated) -> None:
    kind = stated.actor_kind
    if not stated.active and stated.kind == Right.BLOCK:
        service.unblock(access, kind)
    elif not stated.active:
        acts.revoke(access, kind)
    elif stated.kind == Right.BLOCK:
        acts.block(access, kind)
    elif stated.kind == EMERGENCY:
        service.set_emergency(access, stated.permits, _restricted_too(stated))
    elif stated.kind == NEW_DOCUMENTS:
        levels.choose_default(access, stated.level)
    else:
        acts.grant(access, kind, stated.until)


def _placed(refusal: Refused, nobody: bool) -> Refused:
    """The refusal of the own interface, with the place in the resource that it is about."""
    if nobody and refusal.reason is Reason.NOT_FOUND:
        return Refused(Reason.REFERENCE_UNKNOWN, field=stating.ACTOR)
    if refusal.reason is Reason.UNTIL_NOT_ALLOWED:
        return Refused(refusal.reason, field=f"{stating.PERIOD}.end")
    return refusal
