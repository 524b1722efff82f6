"""A caregiver for the tables of what they may do for the holder."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import DossierState, MandateVerb, Reason, Role
from tests.policy.tables import OPEN, SHUT, Row, no, yes

CAREGIVER = Facts(role=Role.CAREGIVER, second_factor_proved=True, is_own_record=True, mandate_active=True)
"""Somebody who acts for the holder of this record under a mandate that is in force; no verb yet."""


def with_verbs(facts: Facts, *verbs: MandateVerb) -> Facts:
    """The caregiver, allowed these."""
    return replace(facts, mandate_verbs=frozenset(verbs))


def caregivers_case(
    facts: Facts,
    *verbs: MandateVerb,
    hidden: bool = False,
    open_only: bool = False,
    instead: MandateVerb | None = None,
) -> tuple[Row, ...]:
    """The rows of a caregiver's case among others: these verbs, all of them, while the mandate is in force.

    `facts` are those of a caregiver, with what else the action asks for; `open_only`: at an open record;
    `instead`: the verb of another case that would do as well.
    """
    helping = with_verbs(facts, *verbs) if verbs else facts
    helping = replace(helping, dossier_state=DossierState.ACTIVATED) if open_only else helping
    others = frozenset(MandateVerb) - {instead}
    rows = [
        no("a caregiver whose mandate ended", helping, Reason.MANDATE_OVER, mandate_active=False),
        no("a caregiver of somebody else", helping, hidden=hidden, is_own_record=False),
        no("a caregiver who owes the second factor", helping, hidden=hidden, second_factor_proved=False),
        no("a supervisor with a mandate's verbs", helping, hidden=hidden, role=Role.SUPERVISOR),
    ]
    rows += [
        no(
            f"a caregiver who may everything but {verb}",
            helping,
            hidden=hidden,
            mandate_verbs=others - {verb},
        )
        for verb in verbs
    ]
    if not open_only:
        return (yes("a caregiver whom the holder allowed it", helping), *rows)
    rows += [
        no(
            f"a caregiver, the record is {state}",
            helping,
            Reason.RECORD_NOT_OPEN,
            hidden=hidden,
            dossier_state=state,
        )
        for state in (*SHUT, DossierState.CREATED)
    ]
    return (
        *(yes(f"a caregiver, the record is {state}", helping, dossier_state=state) for state in OPEN),
        *rows,
    )
