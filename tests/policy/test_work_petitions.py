"""The queue of requests: supervisors, who answer for the agency; agents never read them."""

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, Row, check, each, no, people_without, yes

ACTION = Action.WORK_PETITIONS
CHIEF = Facts(role=Role.SUPERVISOR, second_factor_proved=True)
ROWS = (
    yes("a supervisor", CHIEF),
    no("a supervisor who still owes the second factor", CHIEF, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.SUPERVISOR)),
)


@each(ROWS)
def test_who_may_see_the_queue(row: Row):
    check(ACTION, row)
