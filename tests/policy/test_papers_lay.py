"""A signed form is put with the case under way by the agent who has it in hand."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each, no

ACTION = Action.LAY_PAPER
IN_HAND = replace(HELPING, exists=True, paper_in_hand=True)
ROWS = (
    *within_a_case(IN_HAND),
    no("a form that does not wait", IN_HAND, Reason.NOT_FOUND, hidden=True, exists=False),
    no("a form in other hands", IN_HAND, Reason.PAPER_NOT_IN_HAND, paper_in_hand=False),
)


@each(ROWS)
def test_who_may_put_a_form_with_a_case(row: Row):
    check(ACTION, row)
