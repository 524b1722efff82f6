"""Seeing which copies there are."""

from platform_api.vocabulary import Action
from tests.policy.exports import HOLDER, holders_own
from tests.policy.tables import Row, check, each

ACTION = Action.READ_EXPORTS
ROWS = holders_own(HOLDER)


@each(ROWS)
def test_who_may_see_copies(row: Row):
    check(ACTION, row)
