"""Looking at what somebody could open on a day that is over: the holder alone, like looking through eyes now."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.SEE_PAST
ROWS = (
    yes("the patient", PATIENT),
    no("another patient, signed in", PATIENT, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_look_at_a_day_that_is_over(row: Row):
    check(ACTION, row)
