"""A caller is proved within a case, by the agent who helps them."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.PROVE_CALLER
ROWS = within_a_case(HELPING)


@each(ROWS)
def test_who_may_prove_caller(row: Row):
    check(ACTION, row)
