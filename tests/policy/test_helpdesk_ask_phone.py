"""Another telephone number at the desk, to have its code sent: L3."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import OF_THE_HOLDER, holders_own, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.ASK_PHONE_AT_DESK
ROWS = (*within_a_case(OF_THE_HOLDER, 3), *holders_own(OF_THE_HOLDER))


@each(ROWS)
def test_who_may_ask_a_telephone_number_at_the_desk(row: Row):
    check(ACTION, row)
