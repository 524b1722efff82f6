"""Deciding about a request for a record: never one's own or one's family's; a colleague's is a supervisor's."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.DECIDE_OPENING
AGENT = Facts(
    role=Role.AGENT, second_factor_proved=True, exists=True, stands_apart=True, supervisor_needed=False
)
SUPERVISOR = Facts(role=Role.SUPERVISOR, second_factor_proved=True, exists=True, stands_apart=True)
ROWS = (
    yes("an agent", AGENT),
    yes("a supervisor, also where one is needed", SUPERVISOR),
    no("an agent where a supervisor is needed", AGENT, Reason.SUPERVISOR_NEEDED, supervisor_needed=True),
    no("the agent whose own it is, or their family's", AGENT, Reason.OWN_APPROVAL, stands_apart=False),
    no("the supervisor whose own it is", SUPERVISOR, Reason.OWN_APPROVAL, stands_apart=False),
    no("an agent, nothing of the kind", AGENT, Reason.NOT_FOUND, hidden=True, exists=False),
    no("a supervisor, nothing of the kind", SUPERVISOR, Reason.NOT_FOUND, hidden=True, exists=False),
    no("an agent who still owes the second factor", AGENT, second_factor_proved=False),
    no("a supervisor who still owes the second factor", SUPERVISOR, second_factor_proved=False),
    no("an agent whose role is lost", replace(AGENT, role=Role.PATIENT)),
    no("a patient", PATIENT),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.AGENT, Role.SUPERVISOR)),
)


@each(ROWS)
def test_who_may_decide_about_a_request(row: Row):
    check(ACTION, row)
