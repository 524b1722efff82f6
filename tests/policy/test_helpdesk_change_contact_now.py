"""A new address that counts at once: L3."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import OF_THE_HOLDER, holders_own, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.CHANGE_CONTACT_NOW
ROWS = (*within_a_case(OF_THE_HOLDER, 3), *holders_own(OF_THE_HOLDER))


@each(ROWS)
def test_who_may_change_contact_now(row: Row):
    check(ACTION, row)
