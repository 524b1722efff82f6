"""Letting somebody in: opens, so a fresh second factor is asked; never somebody who is blocked."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, MandateVerb, Reason, Role
from tests.policy.caregivers import CAREGIVER, caregivers_case, with_verbs
from tests.policy.helpdesk import HELPING, agents_case, proved
from tests.policy.tables import (
    NOBODY,
    OPEN,
    PATIENT,
    SHUT,
    Row,
    check,
    each,
    no,
    people_without,
    yes,
)

ACTION = Action.GRANT_ACCESS
KNOWN = replace(
    PATIENT,
    exists=True,
    target_blocked=False,
    second_factor_recent=True,
    dossier_state=DossierState.ACTIVATED,
)
OPEN_CASE = replace(HELPING, exists=True, target_blocked=False, dossier_state=DossierState.ACTIVATED)
MANAGING = replace(CAREGIVER, exists=True, target_blocked=False, second_factor_recent=True)
ROWS = (
    *(yes(f"the patient, the record is {state}", KNOWN, dossier_state=state) for state in OPEN),
    no("the second factor proved long ago", KNOWN, Reason.SECOND_FACTOR_NEEDED, second_factor_recent=False),
    no("somebody whom the patient blocked", KNOWN, Reason.BLOCKED_BY_HOLDER, target_blocked=True),
    *(
        no(f"the record is {state}", KNOWN, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    no("about nobody of the directory", KNOWN, Reason.NOT_FOUND, hidden=True, exists=False),
    no("another patient, signed in", KNOWN, is_own_record=False),
    no("the patient who still owes the second factor", KNOWN, second_factor_proved=False),
    *agents_case(OPEN_CASE, 2),
    no("an agent, somebody blocked", proved(2, OPEN_CASE), Reason.BLOCKED_BY_HOLDER, target_blocked=True),
    no("an agent, about nobody", proved(2, OPEN_CASE), Reason.NOT_FOUND, hidden=True, exists=False),
    no(
        "an agent, the record is closed",
        proved(2, OPEN_CASE),
        Reason.RECORD_NOT_OPEN,
        dossier_state=DossierState.CLOSED,
    ),
    *caregivers_case(MANAGING, MandateVerb.MANAGE_PROFESSIONALS, open_only=True),
    no(
        "a caregiver, the second factor proved long ago",
        with_verbs(MANAGING, MandateVerb.MANAGE_PROFESSIONALS),
        Reason.SECOND_FACTOR_NEEDED,
        dossier_state=DossierState.ACTIVATED,
        second_factor_recent=False,
    ),
    no(
        "a caregiver, somebody whom the patient blocked",
        with_verbs(MANAGING, MandateVerb.MANAGE_PROFESSIONALS),
        Reason.BLOCKED_BY_HOLDER,
        dossier_state=DossierState.ACTIVATED,
        target_blocked=True,
    ),
    no(
        "a caregiver, about nobody",
        with_verbs(MANAGING, MandateVerb.MANAGE_PROFESSIONALS),
        Reason.NOT_FOUND,
        hidden=True,
        dossier_state=DossierState.ACTIVATED,
        exists=False,
    ),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT, Role.AGENT)),
)


@each(ROWS)
def test_who_may_let_somebody_in(row: Row):
    check(ACTION, row)
