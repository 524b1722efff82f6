"""What people ask about their rights can tell of their health: a supervisor alone reads it."""

from dataclasses import replace

from platform_api.vocabulary import Action, Role
from tests.policy.helpdesk import AGENT
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

CHIEF = replace(AGENT, role=Role.SUPERVISOR)
ACTION = Action.LIST_REQUESTS
ROWS = (
    yes("a supervisor", CHIEF),
    no("a supervisor who still owes the second factor", CHIEF, second_factor_proved=False),
    no("an agent", AGENT),
    no("the patient", PATIENT),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.SUPERVISOR)),
)


@each(ROWS)
def test_who_may_list_requests(row: Row):
    check(ACTION, row)
