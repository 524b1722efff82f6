"""What waits for a second pair of eyes is for the helpdesk's people."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.READ_APPROVALS
AGENT = Facts(role=Role.AGENT, second_factor_proved=True)
SUPERVISOR = replace(AGENT, role=Role.SUPERVISOR)
ROWS = (
    yes("an agent", AGENT),
    yes("a supervisor", SUPERVISOR),
    no("an agent who still owes the second factor", AGENT, second_factor_proved=False),
    no("a supervisor who still owes the second factor", SUPERVISOR, second_factor_proved=False),
    no("a patient", PATIENT),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.AGENT, Role.SUPERVISOR)),
)


@each(ROWS)
def test_who_may_read_what_waits(row: Row):
    check(ACTION, row)
