"""A form is taken in hand by somebody whom it is not about."""

from platform_api.vocabulary import Action
from tests.policy.papers import FORM, with_a_form
from tests.policy.tables import Row, check, each

ACTION = Action.TAKE_PAPER
ROWS = with_a_form(FORM)


@each(ROWS)
def test_who_may_take_a_form(row: Row):
    check(ACTION, row)
