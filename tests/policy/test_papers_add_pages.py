"""Pages are added to a form by who has it in hand."""

from platform_api.vocabulary import Action
from tests.policy.papers import IN_HAND, with_a_form
from tests.policy.tables import Row, check, each

ACTION = Action.ADD_PAGES
ROWS = with_a_form(IN_HAND)


@each(ROWS)
def test_who_may_add_pages(row: Row):
    check(ACTION, row)
