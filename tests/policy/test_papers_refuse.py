"""A form is sent back by who has it in hand."""

from platform_api.vocabulary import Action
from tests.policy.papers import IN_HAND, with_a_form
from tests.policy.tables import Row, check, each

ACTION = Action.REFUSE_PAPER
ROWS = with_a_form(IN_HAND)


@each(ROWS)
def test_who_may_send_a_form_back(row: Row):
    check(ACTION, row)
