"""A lost second factor is replaced at L3."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.RESET_FACTOR
ROWS = within_a_case(HELPING, 3)


@each(ROWS)
def test_who_may_reset_factor(row: Row):
    check(ACTION, row)
