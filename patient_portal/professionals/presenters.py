"""Professionals and organisations as the pages show them: one sentence each, and one step that mends it."""

from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _

from patient_portal import i18n, labels
from patient_portal.platform_client import Actor, FoundActors, Rights
from patient_portal.platform_client.vocabulary import DecisionReason, Standing
from patient_portal.professionals import sentences
from patient_portal.professionals.forms import ALLOWED, ALWAYS, DAY, NOT_ALLOWED

USUAL_DAYS = 30
"""What stands in the field for the last day until the person chooses another."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way on: its words and its address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One professional or organisation in a list; `mend` is the one step that changes the answer."""

    id: str
    kind: str
    icon: str
    name: str
    url: str
    details: str
    state: str
    can_open: bool
    sign: str
    sentence: str
    why: str
    mend: Link | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page of who can open the record shows."""

    words: str
    found: list[Row]
    more: bool
    can_open: list[Row]
    authors: list[Row]
    kept_out: list[Row]
    emergency: Link
    emergency_sentence: str
    emergency_state: str
    record_open: bool


@dataclass(frozen=True, slots=True)
class Undo:
    """The step back from what was done just now: a form's address, its hidden fields and its words."""

    url: str
    fields: list[tuple[str, str]]
    text: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One professional or organisation on a page of its own."""

    row: Row
    answer: str
    sees: str
    steps: list[Link]
    undo: Undo | None


def overview(words: str, rights: Rights, found: FoundActors | None) -> Overview:
    """The lists, each by name as the platform orders them."""
    return Overview(
        words=words,
        found=[row(one) for one in found.actors] if found else [],
        more=found.more if found else False,
        can_open=[row(one) for one in rights.can_open if one.standing is not Standing.AUTHOR],
        authors=[row(one) for one in rights.can_open if one.standing is Standing.AUTHOR],
        kept_out=[row(one) for one in rights.kept_out],
        emergency=Link(_("Change this"), url_for("professionals.emergency")),
        emergency_sentence=emergency_sentence(rights.emergency_allowed, rights.emergency_restricted),
        emergency_state=emergency_state(rights.emergency_allowed, rights.emergency_restricted),
        record_open=rights.record_open,
    )


def row(actor: Actor) -> Row:
    """One line of a list."""
    why = ""
    if actor.reason is not None and actor.reason is not DecisionReason.NOT_TOLD:
        said = sentences.voice()
        why = str(said.why) % {"reason": str(said.reasons[actor.reason])}
    return Row(
        id=actor.id,
        kind=actor.kind,
        icon="account" if actor.kind == "professional" else "organisation",
        name=actor.name,
        url=url("show", actor),
        details=", ".join(part for part in (_profession(actor), actor.organisation, actor.city) if part),
        state=actor.standing.value,
        can_open=actor.can_open,
        sign=_sign(actor),
        sentence=sentences.sentence(actor),
        why=why,
        mend=mend(actor),
    )


def detail(actor: Actor, undo: Undo | None) -> Detail:
    """Their own page: the answer in one word and one sentence, and every step there is."""
    return Detail(
        row=row(actor),
        answer=_answer(actor),
        sees=sentences.sees(actor),
        steps=_steps(actor),
        undo=undo,
    )


def mend(actor: Actor) -> Link | None:
    """The one step that changes the answer, wherever the decision behind it lies."""
    if actor.blocked:
        return Link(_("End the block"), url("unblock", actor))
    if actor.standing is Standing.ORGANISATION_BLOCKED or actor.through_organisation:
        house = url_for("professionals.show", kind="organisation", actor_id=actor.organisation_id)
        return Link(_("See the organisation"), house)
    if actor.granted:
        return Link(_("Take access back"), url("revoke", actor))
    if actor.standing is Standing.RECORD_NOT_OPEN:
        return None
    return Link(_("Give access"), url("grant", actor))


def url(step: str, actor: Actor) -> str:
    """The address of a step about this professional or organisation."""
    return url_for(f"professionals.{step}", kind=actor.kind, actor_id=actor.id)


def undo_of(done: str, actor: Actor, before: list[tuple[str, str]]) -> Undo | None:
    """The step back from what was done just now, if it still can be taken."""
    if done == "granted" and actor.granted:
        return Undo(url("revoke", actor), [], _("Undo: take the access back"))
    if done == "revoked" and not actor.granted and before:
        return Undo(url("grant", actor), before, _("Undo: give the access again"))
    if done == "blocked" and actor.blocked:
        return Undo(url("unblock", actor), [], _("Undo: end the block"))
    if done == "unblocked" and not actor.blocked:
        reason = [("reason", DecisionReason.NOT_TOLD.value)]
        return Undo(url("block", actor), reason, _("Undo: block again"))
    return None


def as_given(actor: Actor) -> dict[str, str]:
    """What was given to them, as the form that gives it would say it: what an undo needs."""
    reason = (actor.reason or DecisionReason.NOT_TOLD).value
    if actor.standing is Standing.CIRCLE:
        return {"how_long": ALWAYS, "reason": reason}
    if actor.standing is Standing.DATED and actor.until is not None:
        last = (actor.until.astimezone(i18n.LUXEMBOURG) - timedelta(minutes=1)).date()
        return {"how_long": DAY, "until": last.isoformat(), "reason": reason}
    return {}


def emergency_sentence(allowed: bool, restricted: bool) -> str:
    """What holds in an emergency."""
    said = sentences.voice()
    if not allowed:
        return str(said.emergency_off)
    return str(said.emergency_restricted if restricted else said.emergency)


def emergency_state(allowed: bool, restricted: bool) -> str:
    """The platform's word for it, for marks."""
    if not allowed:
        return "not_allowed"
    return "allowed_restricted" if restricted else "allowed"


def emergency_undo(before: str, here: str) -> Undo | None:
    """The way back to the state that held before, as its mark says it; None where nothing was changed."""
    if before not in ("allowed", "allowed_restricted", "not_allowed"):
        return None
    allowed = NOT_ALLOWED if before == "not_allowed" else ALLOWED
    restricted = ALLOWED if before == "allowed_restricted" else NOT_ALLOWED
    return Undo(here, [("allowed", allowed), ("restricted", restricted)], _("Undo"))


def _answer(actor: Actor) -> str:
    if actor.standing is Standing.AUTHOR:
        return _("In part")
    return _("Yes") if actor.can_open else _("No")


def _steps(actor: Actor) -> list[Link]:
    if actor.blocked:
        return []
    steps = []
    if actor.granted:
        if actor.can_open:
            steps.append(Link(_("Change how long"), url("grant", actor)))
        else:
            steps.append(Link(_("Take access back"), url("revoke", actor)))
    block = _("Block this professional") if actor.kind == "professional" else _("Block this organisation")
    steps.append(Link(block, url("block", actor)))
    return steps


def _sign(actor: Actor) -> str:
    if actor.standing is Standing.AUTHOR:
        return "pen"
    return "eye" if actor.can_open else "lock"


def _profession(actor: Actor) -> str:
    if actor.category is not None:
        return str(labels.PROFESSIONAL_CATEGORIES[actor.category])
    return str(labels.ORGANISATION_KINDS[actor.organisation_kind]) if actor.organisation_kind else ""
