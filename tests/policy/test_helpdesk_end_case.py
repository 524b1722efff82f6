"""An agent ends their case, also one whose time is over."""

from platform_api.vocabulary import Action, Role
from tests.policy.helpdesk import AGENT
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.END_CASE
ROWS = (
    yes("an agent", AGENT),
    no("an agent who still owes the second factor", AGENT, second_factor_proved=False),
    no("the patient", PATIENT),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.AGENT)),
)


@each(ROWS)
def test_who_may_end_case(row: Row):
    check(ACTION, row)
