"""Another telephone number entered at the desk: L3, to have its code sent as to register it."""

import pytest

from platform_api.vocabulary import Action
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each

ROWS = within_a_case(HELPING, 3)


@pytest.mark.parametrize("action", [Action.ASK_PHONE_AT_DESK, Action.CHANGE_PHONE_AT_DESK])
@each(ROWS)
def test_who_may_enter_a_telephone_number_at_the_desk(row: Row, action: Action):
    check(action, row)
