"""Acting for nobody any more: anybody signed in."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, Row, check, each, no, people_without, yes

ACTION = Action.STOP_ACTING
SOMEBODY = Facts(role=Role.PATIENT, second_factor_proved=True)
ROWS = (
    yes("somebody with a record", SOMEBODY),
    yes("somebody without, or who acts for another", SOMEBODY, role=Role.CAREGIVER),
    no("who still owes the second factor", SOMEBODY, second_factor_proved=False),
    no("an agent", replace(SOMEBODY, role=Role.AGENT)),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT, Role.CAREGIVER)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_stop(row: Row):
    check(ACTION, row)
