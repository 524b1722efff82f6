"""A supervisor alone answers what people ask about their rights."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason, Role
from tests.policy.helpdesk import AGENT
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

CHIEF = replace(AGENT, role=Role.SUPERVISOR)
ACTION = Action.ANSWER_REQUEST
KNOWN = replace(CHIEF, exists=True)
ROWS = (
    yes("a supervisor", KNOWN),
    no("a request that is not there", KNOWN, Reason.NOT_FOUND, hidden=True, exists=False),
    no("a supervisor who still owes the second factor", KNOWN, second_factor_proved=False),
    no("an agent", replace(AGENT, exists=True)),
    no("the patient", replace(PATIENT, exists=True)),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.SUPERVISOR)),
)


@each(ROWS)
def test_who_may_answer_request(row: Row):
    check(ACTION, row)
