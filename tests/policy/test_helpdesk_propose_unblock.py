"""An agent never ends a block: from L2 on they ask the person to."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.PROPOSE_UNBLOCK
ROWS = within_a_case(HELPING, 2)


@each(ROWS)
def test_who_may_propose_unblock(row: Row):
    check(ACTION, row)
