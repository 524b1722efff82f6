"""Who works at the helpdesk is decided by its supervisors, and at first by the operator."""

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, OPERATOR, Row, check, each, no, people_without, yes

ACTION = Action.MANAGE_STAFF
SUPERVISOR = Facts(role=Role.SUPERVISOR, second_factor_proved=True)
ROWS = (
    yes("the operator", OPERATOR),
    yes("a supervisor", SUPERVISOR),
    no("a supervisor who still owes the second factor", SUPERVISOR, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR, Role.SUPERVISOR)),
)


@each(ROWS)
def test_who_may_change_the_staff(row: Row):
    check(ACTION, row)
