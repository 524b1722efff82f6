"""Making a visit pass opens: the holder with a fresh second factor, who manages it for them, the operator."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, MandateVerb, Reason, Role
from tests.policy.caregivers import CAREGIVER, caregivers_case, with_verbs
from tests.policy.helpdesk import HELPING, proved
from tests.policy.tables import (
    NOBODY,
    OPEN,
    OPERATOR,
    PATIENT,
    SHUT,
    Row,
    check,
    each,
    no,
    people_without,
    yes,
)

ACTION = Action.MINT_PRESENCE_CODE
FRESH = replace(PATIENT, second_factor_recent=True, dossier_state=DossierState.ACTIVATED)
_CASE = replace(HELPING, dossier_state=DossierState.ACTIVATED)

ROWS = (
    yes("the operator", OPERATOR),
    *(yes(f"the patient, the record is {state}", FRESH, dossier_state=state) for state in OPEN),
    no(
        "the patient, the second factor proved long ago",
        FRESH,
        Reason.SECOND_FACTOR_NEEDED,
        second_factor_recent=False,
    ),
    *(
        no(f"the patient, the record is {state}", FRESH, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    no("another patient, signed in", FRESH, is_own_record=False),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR, Role.PATIENT)),
    no("an agent at L3: they have an act of their own", proved(3, _CASE)),
    *caregivers_case(
        replace(CAREGIVER, second_factor_recent=True), MandateVerb.MANAGE_PROFESSIONALS, open_only=True
    ),
    no(
        "a caregiver, the second factor proved long ago",
        with_verbs(CAREGIVER, MandateVerb.MANAGE_PROFESSIONALS),
        Reason.SECOND_FACTOR_NEEDED,
        dossier_state=DossierState.ACTIVATED,
        second_factor_recent=False,
    ),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_make_a_visit_pass(row: Row):
    check(ACTION, row)
