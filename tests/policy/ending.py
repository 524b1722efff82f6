"""Rows that the tables of a record's end share: only its holder decides, in the right state, freshly proved."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from platform_api.facts import Facts
from platform_api.vocabulary import DossierState, Reason, Role
from tests.policy.tables import ALL_STATES, NOBODY, PATIENT, Row, no, people_without, yes

FRESH = replace(PATIENT, second_factor_recent=True)
"""The patient, whose second factor was proved just now."""
CLOSED = replace(FRESH, dossier_state=DossierState.CLOSED)


def holder_alone(
    facts: Facts,
    states: Collection[DossierState],
    otherwise: Reason,
    *,
    fresh: bool = True,
    but: Collection[Role] = (),
) -> tuple[Row, ...]:
    """Allowed in these states and no other; never to a caregiver, an agent, a professional or the operator (`but`)."""
    one = replace(facts, dossier_state=sorted(states)[0])
    stale = (
        ()
        if not fresh
        else (
            no(
                "the second factor is some time ago",
                one,
                Reason.SECOND_FACTOR_NEEDED,
                second_factor_recent=False,
            ),
        )
    )
    return (
        *(
            yes(f"the patient, while the record is {state}", facts, dossier_state=state)
            for state in sorted(states)
        ),
        *(
            no(f"the patient, while the record is {state}", facts, otherwise, dossier_state=state)
            for state in sorted(ALL_STATES - set(states))
        ),
        *stale,
        no("another patient, signed in", one, is_own_record=False),
        no("the patient who still owes the second factor", one, second_factor_proved=False),
        no("nobody", NOBODY),
        *(no(who, other) for who, other in people_without(Role.PATIENT, *but)),
    )


def operator_alone(facts: Facts, missing: str) -> tuple[Row, ...]:
    """Only the sweep, only for a closed record, only when it is time."""
    early: dict[str, Any] = {missing: not getattr(facts, missing)}
    return (
        yes("the sweep, when it is time", facts),
        *(
            no(f"the sweep, while the record is {state}", facts, dossier_state=state)
            for state in sorted(ALL_STATES - {DossierState.CLOSED})
        ),
        no("the sweep, before it is time", replace(facts, **early)),
        no("nobody", NOBODY),
        *(
            no(who, replace(other, dossier_state=DossierState.CLOSED, **{missing: getattr(facts, missing)}))
            for who, other in people_without(Role.OPERATOR)
        ),
    )
