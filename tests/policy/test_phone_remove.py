"""Removing the telephone number: the person whose account it is, the second factor proved just now."""

from platform_api.vocabulary import Action
from tests.policy.phones import own_number
from tests.policy.tables import Row, check, each

ACTION = Action.REMOVE_PHONE
ROWS = own_number(fresh=True)


@each(ROWS)
def test_who_may_remove_the_phone(row: Row):
    check(ACTION, row)
