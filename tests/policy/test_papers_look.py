"""A scan is looked at while the form waits, by nobody whom it is about."""

from platform_api.vocabulary import Action
from tests.policy.papers import FORM, with_a_form
from tests.policy.tables import Row, check, each

ACTION = Action.LOOK_AT_PAPER
ROWS = with_a_form(FORM)


@each(ROWS)
def test_who_may_look_at_a_scan(row: Row):
    check(ACTION, row)
