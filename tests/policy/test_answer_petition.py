"""Opening and answering a request: supervisors."""

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import NOBODY, Row, check, each, no, people_without, yes

ACTION = Action.ANSWER_PETITION
CHIEF = Facts(role=Role.SUPERVISOR, second_factor_proved=True, exists=True)
ROWS = (
    yes("a supervisor", CHIEF),
    no("a supervisor, a request that is not there", CHIEF, Reason.NOT_FOUND, hidden=True, exists=False),
    no("a supervisor who still owes the second factor", CHIEF, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.SUPERVISOR)),
)


@each(ROWS)
def test_who_may_answer(row: Row):
    check(ACTION, row)
