"""Choosing whether one's data may serve research."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.SET_SECONDARY_USE
ROWS = (
    yes("the patient, whatever the state of the record", PATIENT),
    no("another patient, signed in", PATIENT, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_set_secondary_use(row: Row):
    check(ACTION, row)
