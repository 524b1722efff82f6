"""A lost second factor is replaced at L3."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import OF_THE_HOLDER, holders_own, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.RESET_FACTOR
ROWS = (*within_a_case(OF_THE_HOLDER, 3), *holders_own(OF_THE_HOLDER))


@each(ROWS)
def test_who_may_reset_factor(row: Row):
    check(ACTION, row)
