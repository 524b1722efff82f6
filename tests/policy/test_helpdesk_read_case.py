"""Why somebody is stuck is for the agent who helps them now."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.READ_CASE
ROWS = within_a_case(HELPING)


@each(ROWS)
def test_who_may_read_case(row: Row):
    check(ACTION, row)
