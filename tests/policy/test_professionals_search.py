"""Searching the directory from within one's own record: the patient, and who manages it for them."""

from platform_api.vocabulary import Action, MandateVerb, Role
from tests.policy.caregivers import CAREGIVER, caregivers_case
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.SEARCH_DIRECTORY
ROWS = (
    yes("the patient at their own record", PATIENT),
    no("another patient, signed in", PATIENT, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, second_factor_proved=False),
    *caregivers_case(CAREGIVER, MandateVerb.MANAGE_PROFESSIONALS),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_search_the_directory(row: Row):
    check(ACTION, row)
