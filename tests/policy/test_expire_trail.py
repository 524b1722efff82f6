"""Letting entries of the trail go once their time is over: the sweep alone."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, OPERATOR, Row, check, each, no, people_without, yes

ACTION = Action.EXPIRE_TRAIL
ROWS = (
    yes("the sweep", OPERATOR),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR)),
)


@each(ROWS)
def test_who_may_let_old_entries_go(row: Row):
    check(ACTION, row)
