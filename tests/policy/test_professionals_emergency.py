"""Emergency access: switching it off protects and is immediate, switching it on asks for a fresh second factor."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.SET_EMERGENCY
OFF = replace(PATIENT, opens_more=False)
ON = replace(PATIENT, second_factor_recent=True)
ROWS = (
    yes("the patient switches it off", OFF),
    yes("the patient switches it on, the second factor proved within five minutes", ON),
    no(
        "the patient switches it on, the second factor proved long ago",
        PATIENT,
        Reason.SECOND_FACTOR_NEEDED,
        opens_more=True,
        second_factor_recent=False,
    ),
    no("another patient switches it on", ON, is_own_record=False),
    no("another patient, signed in", OFF, is_own_record=False),
    no("the patient who still owes the second factor", OFF, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_set_emergency_access(row: Row):
    check(ACTION, row)
