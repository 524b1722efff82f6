"""Ending a visit pass protects: the holder, or who manages it for them, at once, in whatever state the record is."""

from dataclasses import replace

from platform_api.vocabulary import Action, MandateVerb, Reason, Role
from tests.policy.caregivers import CAREGIVER, caregivers_case, with_verbs
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.REVOKE_PRESENCE_CODE
OWN = replace(PATIENT, exists=True)
ROWS = (
    yes("the patient, a pass of their own", OWN),
    no("the patient, a pass of somebody else", OWN, Reason.NOT_FOUND, hidden=True, exists=False),
    no("another patient, signed in", OWN, is_own_record=False),
    no("the patient who still owes the second factor", OWN, second_factor_proved=False),
    *caregivers_case(replace(CAREGIVER, exists=True), MandateVerb.MANAGE_PROFESSIONALS),
    no(
        "a caregiver, a pass of somebody else",
        with_verbs(CAREGIVER, MandateVerb.MANAGE_PROFESSIONALS),
        Reason.NOT_FOUND,
        hidden=True,
        exists=False,
    ),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_end_a_visit_pass(row: Row):
    check(ACTION, row)
