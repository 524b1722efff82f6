"""Registering the mobile number with the code that came: the person whose account it is."""

from platform_api.vocabulary import Action
from tests.policy.phones import own_number
from tests.policy.tables import Row, check, each

ACTION = Action.CONFIRM_PHONE
ROWS = own_number(fresh=False)


@each(ROWS)
def test_who_may_confirm_the_phone(row: Row):
    check(ACTION, row)
