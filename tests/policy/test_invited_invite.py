"""Asking for somebody without a record to be invited to an account: an agent, and a colleague agrees."""

from platform_api.vocabulary import Action, Role
from tests.policy.helpdesk import AGENT
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.INVITE_ACCOUNT
ROWS = (
    yes("an agent", AGENT),
    no("an agent who still owes the second factor", AGENT, second_factor_proved=False),
    no("a supervisor", AGENT, role=Role.SUPERVISOR),
    no("the patient", PATIENT),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.AGENT)),
)


@each(ROWS)
def test_who_may_invite_to_an_account(row: Row):
    check(ACTION, row)
