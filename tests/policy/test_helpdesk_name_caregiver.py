"""Looking up a caregiver: an agent, within a case, for a caller proved at L2."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.NAME_CAREGIVER
ROWS = within_a_case(HELPING, 2)


@each(ROWS)
def test_who_may_name_a_caregiver(row: Row):
    check(ACTION, row)
