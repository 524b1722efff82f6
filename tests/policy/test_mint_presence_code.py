"""Making a presence code at the machine: the operator, for now."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, OPERATOR, Row, check, each, no, people_without, yes

ACTION = Action.MINT_PRESENCE_CODE

ROWS = (
    yes("the operator", OPERATOR),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_make_a_presence_code(row: Row):
    check(ACTION, row)
