"""Looking at who may act for one: the holder alone; no caregiver sees who else is one."""

from dataclasses import replace

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.READ_MANDATES
ROWS = (
    yes("the holder", PATIENT),
    no("another patient", PATIENT, is_own_record=False),
    no("the holder who still owes the second factor", PATIENT, second_factor_proved=False),
    no("a caregiver of this very record", replace(PATIENT, role=Role.CAREGIVER), mandate_active=True),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_see_the_mandates(row: Row):
    check(ACTION, row)
