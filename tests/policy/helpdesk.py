"""The helpdesk's people for the tables of its actions."""

from dataclasses import replace
from typing import Any

from platform_api.conditions import OPEN_STATES
from platform_api.facts import Facts
from platform_api.vocabulary import DossierState, PaperKind, Reason, Role
from tests.policy.tables import NOBODY, PATIENT, Row, no, people_without, yes

AGENT = Facts(role=Role.AGENT, second_factor_proved=True)
"""An agent, signed in with both factors, helping nobody."""
HELPING = replace(AGENT, is_own_record=True, assistance_open=True)
"""An agent within an assistance."""
OF_THE_HOLDER = replace(HELPING, holder_calls=True)
"""The person themself calls: for what nobody hands over to another."""


def proved(level: int, facts: Facts = HELPING) -> Facts:
    """The agent, the caller proved at this level."""
    return replace(facts, proof_level=level)


def within_a_case(facts: Facts, least: int = 0) -> tuple[Row, ...]:
    """The rows of an act that is an agent's alone: what is missing refuses, and nobody else may."""
    return (
        *agents_case(facts, least),
        no("the patient", PATIENT),
        no("nobody", NOBODY),
        *(no(who, facts) for who, facts in people_without(Role.AGENT)),
    )


def agents_case(facts: Facts, least: int = 0) -> tuple[Row, ...]:
    """The rows of an agent's case among others: within an assistance, the caller proved at least so far."""
    higher = [
        yes(f"an agent, the caller proved at L{level}", proved(level, facts))
        for level in range(least or 1, 4)
    ]
    lower = [
        no(f"an agent, the caller proved at L{level} only", proved(level, facts), Reason.PROOF_TOO_LOW)
        for level in range(1, least)
    ]
    base = proved(3, facts) if least else facts
    return (
        *(higher if least else [yes("an agent who helps this person", facts)]),
        *lower,
        no("an agent whose time is over", base, Reason.ASSISTANCE_OVER, assistance_open=False),
        no("an agent about somebody else", base, Reason.ASSISTANCE_OVER, is_own_record=False),
        no("an agent who still owes the second factor", base, second_factor_proved=False),
    )


def holders_own(facts: Facts) -> tuple[Row, ...]:
    """The rows of what is done for the person themself alone, however well somebody else was proved who calls."""
    return tuple(
        no(
            f"somebody else calls, proved at L{level}",
            proved(level, facts),
            Reason.HOLDER_ALONE,
            holder_calls=calls,
        )
        for level, calls in ((1, False), (2, False), (3, False), (3, None))
    )


def beside_a_form(facts: Facts, what: str, **without: Reason) -> tuple[Row, ...]:
    """The rows of an agent's case that a form opens: `without` names each fact that it cannot do without, and why."""
    missing = []
    for name, reason in without.items():
        unknown: dict[str, Any] = {name: None}
        missing.append(no(f"{what}, without {name}", replace(facts, **unknown), reason))
    return (
        yes(what, facts),
        *missing,
        no(f"{what}, the time is over", facts, Reason.ASSISTANCE_OVER, assistance_open=False),
        no(f"{what}, about somebody else", facts, Reason.ASSISTANCE_OVER, is_own_record=False),
        no(f"{what}, the second factor owed", facts, second_factor_proved=False),
        no(f"{what}, but a supervisor", facts, role=Role.SUPERVISOR),
    )


def who_came_was_seen(kind: PaperKind) -> tuple[Row, ...]:
    """The rows of an act that such a form asks for: entered for an open record, once who came with it was seen."""
    signed = replace(HELPING, dossier_state=DossierState.ACTIVATED, paper_kind=kind, document_seen=True)
    return (
        *beside_a_form(
            signed,
            "an agent, who came was seen",
            document_seen=Reason.PROOF_TOO_LOW,
            paper_kind=Reason.PAPER_NOT_IN_HAND,
        ),
        no("the holder proved at L3 alone", proved(3, signed), Reason.PROOF_TOO_LOW, document_seen=False),
        no("the patient", PATIENT),
        no("nobody", NOBODY),
        *(no(who, facts) for who, facts in people_without(Role.AGENT)),
        *(
            no(f"the record is {state}", signed, Reason.RECORD_NOT_OPEN, dossier_state=state)
            for state in sorted(set(DossierState) - OPEN_STATES)
        ),
        *(
            no(f"another form lies there: {other}", signed, Reason.PAPER_NOT_IN_HAND, paper_kind=other)
            for other in sorted(set(PaperKind) - {kind})
        ),
    )
