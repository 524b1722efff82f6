"""A professional whom the caller names is looked up from L2 on."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.NAME_PROFESSIONAL
ROWS = within_a_case(HELPING, 2)


@each(ROWS)
def test_who_may_name_professional(row: Row):
    check(ACTION, row)
