"""Sending an invitation to an account again, or calling it back."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason, Role
from tests.policy.helpdesk import AGENT
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

APART = replace(AGENT, exists=True, stands_apart=True)

ACTION = Action.CHANGE_INVITED
ROWS = (
    yes("an agent who is no relative", APART),
    no("the agent themself, or their family", APART, Reason.OWN_APPROVAL, stands_apart=False),
    no("an agent, no such invitation", APART, Reason.NOT_FOUND, hidden=True, exists=False),
    no("an agent who still owes the second factor", APART, second_factor_proved=False),
    no("a supervisor", APART, role=Role.SUPERVISOR),
    no("the patient", PATIENT),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.AGENT)),
)


@each(ROWS)
def test_who_may_change_an_invitation(row: Row):
    check(ACTION, row)
