"""What a Consent says that somebody sent: read whole, or refused at each place that cannot be kept.

Only the resource is looked at here, nothing of a record.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeAlias

from platform_api import clock
from platform_api.consents.actors import KINDS
from platform_api.fhir import consent as made
from platform_api.fhir.consent import EMERGENCY, NEW_DOCUMENTS
from platform_api.fhir.reading_consent import Actor, Concept, Consent, Identifier, Period, Provision
from platform_api.problems import Refused
from platform_api.vocabulary import PURPOSE_SYSTEM, Confidentiality, Reason, Right

PERIOD = "Consent.provision.period"
ACTOR = "Consent.provision.actor[0].reference"
POLICY = "Consent.policy[0].uri"
_SLACK = timedelta(minutes=5)
_DAY = re.compile(r"(19|20|21)\d\d-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(_DAY.pattern + r"T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_POLICIES: dict[str, tuple[str, Confidentiality]] = {
    f"{made.POLICY_BASE}{kind}/{level}": (kind, level)
    for kind, levels in {
        Right.CIRCLE: (Confidentiality.RESTRICTED,),
        Right.DATED: (Confidentiality.NORMAL,),
        Right.BLOCK: (Confidentiality.NORMAL,),
        EMERGENCY: (Confidentiality.NORMAL, Confidentiality.RESTRICTED),
        NEW_DOCUMENTS: tuple(Confidentiality),
    }.items()
    for level in levels
}
"""Everything that can be decided here; a visit pass is handed out, and not written."""
_REFERENCE = {f"{there}/": here for here, there in made.KINDS.items()}
Faults: TypeAlias = list[tuple[Reason, str]]


@dataclass(slots=True)
class Stated:
    """What is to hold, and what else was said that the record must agree with."""

    resource: Consent
    kind: str
    level: Confidentiality
    active: bool
    permits: bool
    actor_kind: str = ""
    actor_id: str = ""
    until: date | None = None
    names: list[str] = field(default_factory=list)


def read(resource: Consent, base: str) -> Stated:
    """What it says; raises Refused with every fault at once. `base` is the address of our resources."""
    faults: Faults = []
    uri = resource.policy[0].uri if resource.policy else None
    kind, level = _POLICIES.get(uri or "", ("", Confidentiality.NORMAL))
    if not uri:
        faults.append((Reason.ELEMENT_MISSING, POLICY))
    elif not kind:
        faults.append((Reason.VALUE_NOT_ALLOWED, POLICY))
    provision = resource.provision or Provision()
    stated = Stated(resource, kind, level, resource.status == "active", provision.type == "permit")
    faults += _frame(resource, kind)
    faults += _direction(provision, kind)
    faults += _recipient(stated, provision, base)
    faults += _period(stated, provision.period)
    faults += _identifiers(stated, resource.identifier)
    faults += _beside(resource, kind)
    if faults:
        first, *others = faults
        raise Refused(first[0], field=first[1], others=others)
    return stated


def moment(text: str) -> datetime | date | None:
    """A FHIR date or dateTime with its offset, or None for anything else, and for what is centuries away."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def is_of_today(stated: datetime | date, since: datetime) -> bool:
    """Whether this is today in Luxembourg, or no earlier than the day since when it holds; clocks differ a little."""
    now = clock.now()
    first = clock.in_luxembourg(min(now - _SLACK, since)).date()
    if isinstance(stated, datetime):
        return first <= clock.in_luxembourg(stated).date() and stated <= now + _SLACK
    return first <= stated <= clock.in_luxembourg(now + _SLACK).date()


def _frame(resource: Consent, kind: str) -> Faults:
    faults: Faults = []
    if not resource.status:
        faults.append((Reason.ELEMENT_MISSING, "Consent.status"))
    elif resource.status not in (
        ("active",) if kind in (EMERGENCY, NEW_DOCUMENTS) else ("active", "inactive")
    ):
        faults.append((Reason.VALUE_NOT_ALLOWED, "Consent.status"))
    if resource.scope is None:
        faults.append((Reason.ELEMENT_MISSING, "Consent.scope"))
    elif not _is_just(resource.scope, made.SCOPE):
        faults.append((Reason.VALUE_NOT_ALLOWED, "Consent.scope"))
    if not resource.category:
        faults.append((Reason.ELEMENT_MISSING, "Consent.category"))
    faults += [
        (Reason.VALUE_NOT_ALLOWED, f"Consent.category[{place}]")
        for place, one in enumerate(resource.category)
        if place or not _is_just(one, made.CATEGORY)
    ]
    who = resource.patient
    if who is None or not (who.reference or (who.identifier and who.identifier.value)):
        faults.append((Reason.ELEMENT_MISSING, "Consent.patient"))
    many: dict[str, Sequence[object]] = {
        "policy": resource.policy,
        "performer": resource.performer,
        "organization": resource.organization,
    }
    faults += [
        (Reason.ELEMENT_NOT_KEPT, f"Consent.{name}[{place}]")
        for name, some in many.items()
        for place in range(1, len(some))
    ]
    return faults


def _direction(provision: Provision, kind: str) -> Faults:
    where = "Consent.provision.type"
    if not provision.type:
        return [(Reason.ELEMENT_MISSING, where)]
    allowed = {Right.BLOCK: ("deny",), EMERGENCY: ("permit", "deny"), "": ("permit", "deny")}
    if provision.type not in allowed.get(kind, ("permit",)):
        return [(Reason.VALUE_NOT_ALLOWED, where)]
    purpose = made.purpose_of(kind) if kind else None
    return [
        (Reason.ELEMENT_NOT_KEPT, f"Consent.provision.purpose[{place}]")
        for place, one in enumerate(provision.purpose)
        if kind and (place or purpose is None or (one.system, one.code) != (PURPOSE_SYSTEM, purpose))
    ]


def _recipient(stated: Stated, provision: Provision, base: str) -> Faults:
    if stated.kind in (EMERGENCY, NEW_DOCUMENTS):
        return [(Reason.ELEMENT_NOT_KEPT, "Consent.provision.actor[0]")] if provision.actor else []
    if not provision.actor:
        return [(Reason.ELEMENT_MISSING, "Consent.provision.actor")]
    if len(provision.actor) > 1:
        return [(Reason.ELEMENT_NOT_KEPT, "Consent.provision.actor[1]")]
    return _actor(stated, provision.actor[0], base)


def _actor(stated: Stated, actor: Actor, base: str) -> Faults:
    role = "Consent.provision.actor[0].role"
    faults: Faults = []
    if actor.role is None:
        faults.append((Reason.ELEMENT_MISSING, role))
    elif not _is_just(actor.role, made.RECIPIENT):
        faults.append((Reason.VALUE_NOT_ALLOWED, role))
    if actor.reference is None or not actor.reference.reference:
        return [*faults, (Reason.ELEMENT_MISSING, ACTOR)]
    path = actor.reference.reference.removeprefix(f"{base}/")
    for prefix, kind in _REFERENCE.items():
        if path.startswith(prefix):
            stated.actor_kind, stated.actor_id = kind, path.removeprefix(prefix)
    if stated.actor_kind not in KINDS:
        faults.append((Reason.ENTRY_NOT_SUPPORTED, ACTOR))
    elif actor.reference.type not in (None, made.KINDS[stated.actor_kind]):
        faults.append((Reason.VALUE_NOT_ALLOWED, f"{ACTOR}.type"))
    if actor.reference.identifier is not None:
        faults.append((Reason.ELEMENT_NOT_KEPT, f"{ACTOR}.identifier"))
    return faults


def _period(stated: Stated, period: Period | None) -> Faults:
    where = f"{PERIOD}.end"
    text = period.end if period is not None else None
    if text is None:
        return [(Reason.ELEMENT_MISSING, where)] if stated.kind == Right.DATED else []
    if stated.kind != Right.DATED:
        return [(Reason.ELEMENT_NOT_KEPT, where)]
    day = moment(text)
    if isinstance(day, datetime) or day is None:
        return [(Reason.VALUE_NOT_ALLOWED, where)]
    stated.until = day
    return []


def _identifiers(stated: Stated, identifiers: list[Identifier]) -> Faults:
    expected = made.TEMPLATES.get(stated.actor_kind or stated.kind)
    faults: Faults = []
    for place, one in enumerate(identifiers):
        where, value = f"Consent.identifier[{place}]", one.value or ""
        if _is_template(one):
            if expected and value != expected:
                known = value in made.TEMPLATES.values()
                reason = Reason.VALUE_NOT_ALLOWED if known else Reason.ENTRY_NOT_SUPPORTED
                faults.append((reason, f"{where}.value"))
        elif one.system != made.UUID_SYSTEM or not _is_just_named(one.type):
            faults.append((Reason.ELEMENT_NOT_KEPT, where))
        elif (name := name_in(value)) is None:
            faults.append((Reason.VALUE_NOT_ALLOWED, f"{where}.value"))
        elif name not in stated.names:
            stated.names.append(name)
    return faults


def name_in(value: str) -> str | None:
    """The UUID in a `urn:uuid:`, which is written in small letters; None for anything else."""
    text = value.removeprefix(made.UUID_PREFIX)
    return text if text != value and _UUID.fullmatch(text) else None


def _is_just_named(kind: Concept | None) -> bool:
    """Whether the identifier is said to be that of a policy set, or nothing is said of it."""
    if kind is None:
        return True
    said = {kind.text, *(coding.code for coding in kind.coding)} - {None}
    return said <= {made.POLICY_SET}


def _is_template(one: Identifier) -> bool:
    kind = one.type
    return kind is not None and (
        kind.text == made.TEMPLATE or any(coding.code == made.TEMPLATE for coding in kind.coding)
    )


def _beside(resource: Consent, kind: str) -> Faults:
    faults: Faults = [
        (Reason.PROFILE_UNKNOWN, f"Consent.meta.profile[{place}]")
        for place, one in enumerate(resource.meta.profile)
        if one.partition("|")[0] != made.PROFILE
    ]
    title = resource.source_attachment.title if resource.source_attachment else None
    if kind and title not in (None, kind, f"{kind}-by-default"):
        faults.append((Reason.ELEMENT_NOT_KEPT, "Consent.sourceAttachment.title"))
    if resource.date_time is not None and moment(resource.date_time) is None:
        faults.append((Reason.VALUE_NOT_ALLOWED, "Consent.dateTime"))
    start = resource.provision.period.start if resource.provision and resource.provision.period else None
    if start is not None and moment(start) is None:
        faults.append((Reason.VALUE_NOT_ALLOWED, f"{PERIOD}.start"))
    return faults


def _is_just(concept: Concept, pair: tuple[str, str]) -> bool:
    """Whether it says this and nothing else."""
    return concept.text is None and [(one.system, one.code) for one in concept.coding] == [pair]
