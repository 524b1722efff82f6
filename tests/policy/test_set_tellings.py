"""How accesses are told: the holder alone; a caregiver may not silence notices."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.SET_TELLINGS
ROWS = (
    yes("the patient", PATIENT),
    no("another patient, signed in", PATIENT, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_change_how_accesses_are_told(row: Row):
    check(ACTION, row)
