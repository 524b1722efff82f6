"""Looking at the record through other eyes: the holder alone, it shows what they decided about others."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.SEE_AS
OWN = PATIENT
ROWS = (
    yes("the patient", OWN),
    no("another patient, signed in", OWN, is_own_record=False),
    no("the patient who still owes the second factor", OWN, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_look_through_other_eyes(row: Row):
    check(ACTION, row)
