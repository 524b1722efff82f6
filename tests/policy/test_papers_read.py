"""The desk sees which paper forms wait; never, by this, what stands on them."""

from dataclasses import replace

from platform_api.vocabulary import Action, Role
from tests.policy.helpdesk import AGENT
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

CHIEF = replace(AGENT, role=Role.SUPERVISOR)
ACTION = Action.READ_PAPERS
ROWS = (
    yes("an agent", AGENT),
    yes("a supervisor", CHIEF),
    no("an agent who still owes the second factor", AGENT, second_factor_proved=False),
    no("a supervisor who still owes the second factor", CHIEF, second_factor_proved=False),
    no("the patient", PATIENT),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.AGENT, Role.SUPERVISOR)),
)


@each(ROWS)
def test_who_may_see_what_waits(row: Row):
    check(ACTION, row)
