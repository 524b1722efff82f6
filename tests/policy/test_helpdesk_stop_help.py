"""The person who is helped stops it, at any moment."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.STOP_HELP
ROWS = (
    yes("the patient", PATIENT),
    no("another patient", PATIENT, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_stop_help(row: Row):
    check(ACTION, row)
