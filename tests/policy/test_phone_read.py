"""Looking up the registered telephone number: the person whose it is, at nobody's behalf."""

from platform_api.vocabulary import Action
from tests.policy.phones import own_number
from tests.policy.tables import Row, check, each

ACTION = Action.READ_PHONE
ROWS = own_number(fresh=False)


@each(ROWS)
def test_who_may_read_the_phone(row: Row):
    check(ACTION, row)
