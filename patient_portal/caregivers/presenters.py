"""Mandates as pages show them: who, what, until when, and what can be done now."""

from dataclasses import dataclass

from patient_portal.i18n import day
from patient_portal.labels import (
    MANDATE_BASES,
    MANDATE_REASONS,
    MANDATE_STATES,
    MANDATE_TEMPLATES,
    MANDATE_VERBS,
)
from patient_portal.platform_client import MandateGiven, MandateHeld
from patient_portal.platform_client.vocabulary import (
    Confidentiality,
    MandateBasis,
    MandateReason,
    MandateState,
    MandateTemplate,
    MandateVerb,
)

OPEN = frozenset({MandateState.PROPOSED, MandateState.ACCEPTED, MandateState.ACTIVE, MandateState.SUSPENDED})
SLEEPERS = frozenset({MandateTemplate.EMERGENCY, MandateTemplate.TRUSTED})


@dataclass(frozen=True, slots=True)
class Row:
    """A mandate in the holder's list, or on its own page."""

    id: str
    name: str
    entered_by: str
    template: str
    state: str
    state_words: str
    reason: str
    until: str
    code_until: str
    verbs: tuple[str, ...]
    restricted: bool
    left_out: tuple[str, ...]
    open: bool
    waits: bool
    awaited: bool
    parent: bool
    active: bool
    paused: bool
    sleeper: bool
    trusted: bool
    awake: bool
    basis: str
    own_wish: bool
    by_court: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody for whom one may act, or soon may."""

    id: str
    name: str
    template: str
    until: str
    state: str
    usable: bool
    waits: bool
    trusted: bool
    parent: bool
    asks_from: str


def row(one: MandateGiven, types: dict[str, str] | None = None) -> Row:
    """One mandate in words; `types` names the document types that are left out."""
    sleeper = one.template in SLEEPERS
    return Row(
        id=one.id,
        name=one.delegate or one.name,
        entered_by=one.delegate,
        template=str(MANDATE_TEMPLATES[one.template]),
        state=one.state.value,
        state_words=str(MANDATE_STATES[MandateState.ACCEPTED if one.waits else one.state]),
        reason=str(MANDATE_REASONS[one.reason]) if one.reason else "",
        until=day(one.until) if one.until else "",
        code_until=day(one.code_until) if one.code_until else "",
        verbs=tuple(str(MANDATE_VERBS[verb]) for verb in MandateVerb if verb in one.verbs),
        restricted=one.ceiling is Confidentiality.RESTRICTED,
        left_out=tuple((types or {}).get(code, code) for code in one.excluded_types),
        open=one.state in OPEN,
        waits=one.waits,
        parent=one.basis is MandateBasis.PARENTAL,
        awaited=one.state is MandateState.PROPOSED and one.reason is MandateReason.ACCOUNT_AWAITED,
        active=one.state is MandateState.ACTIVE,
        paused=one.state is MandateState.SUSPENDED,
        sleeper=sleeper,
        trusted=one.template is MandateTemplate.TRUSTED,
        awake=one.awake,
        basis=str(MANDATE_BASES[one.basis]),
        own_wish=one.basis is MandateBasis.CONSENT,
        by_court=one.basis in (MandateBasis.GUARDIANSHIP, MandateBasis.COURT),
    )


def person(one: MandateHeld) -> Person:
    """Somebody for whom one may act, in words."""
    return Person(
        id=one.id,
        name=one.holder,
        template=str(MANDATE_TEMPLATES[one.template]),
        until=day(one.until) if one.until else "",
        state=one.state.value,
        usable=one.usable,
        waits=one.state is MandateState.ACCEPTED,
        trusted=one.template is MandateTemplate.TRUSTED,
        parent=one.basis is MandateBasis.PARENTAL,
        asks_from=day(one.asks_from) if one.asks_from else "",
    )
