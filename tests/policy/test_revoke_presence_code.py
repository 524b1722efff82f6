"""Ending a visit pass protects: the holder at once, in whatever state the record is."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.REVOKE_PRESENCE_CODE
OWN = replace(PATIENT, exists=True)
ROWS = (
    yes("the patient, a pass of their own", OWN),
    no("the patient, a pass of somebody else", OWN, Reason.NOT_FOUND, hidden=True, exists=False),
    no("another patient, signed in", OWN, is_own_record=False),
    no("the patient who still owes the second factor", OWN, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_end_a_visit_pass(row: Row):
    check(ACTION, row)
