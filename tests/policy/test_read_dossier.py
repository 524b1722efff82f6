"""Seeing the record's state and counts: the patient, in every state, so that an objection can be seen too."""

from platform_api.vocabulary import Action, Role
from tests.policy.caregivers import CAREGIVER, caregivers_case
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.READ_DOSSIER
ROWS = (
    yes("the patient", PATIENT),
    no("another patient: they do not even learn that it exists", PATIENT, hidden=True, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, hidden=True, second_factor_proved=False),
    *(no(who, facts, hidden=True) for who, facts in people_without(Role.PATIENT, Role.CAREGIVER)),
    *caregivers_case(CAREGIVER, hidden=True),
    no("nobody", NOBODY, hidden=True),
)


@each(ROWS)
def test_who_may_see_the_state_of_a_record(row: Row):
    check(ACTION, row)
