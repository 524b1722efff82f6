"""The note and the extension are the helping agent's."""

from platform_api.vocabulary import Action
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.WORK_ON_CASE
ROWS = within_a_case(HELPING)


@each(ROWS)
def test_who_may_work_on_case(row: Row):
    check(ACTION, row)
