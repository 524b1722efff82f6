"""The operator's sweep, backup and checks."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, OPERATOR, Row, check, each, no, people_without, yes

ACTION = Action.OPERATE
ROWS = (
    yes("the operator at the machine", OPERATOR),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR)),
)


@each(ROWS)
def test_who_may_operate_the_platform(row: Row):
    check(ACTION, row)
