"""Queueing an activation letter for a patient."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, OPERATOR, Row, check, each, no, people_without, yes

ACTION = Action.ISSUE_LETTER
ROWS = (
    yes("the operator at the machine", OPERATOR),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR)),
)


@each(ROWS)
def test_who_may_issue_a_letter(row: Row):
    check(ACTION, row)
