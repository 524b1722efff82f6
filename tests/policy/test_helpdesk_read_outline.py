"""The outline of the caller's access log is for the helping agent, from L2 on."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.READ_OUTLINE
ROWS = within_a_case(HELPING, 2)


@each(ROWS)
def test_who_may_read_the_outline(row: Row):
    check(ACTION, row)
