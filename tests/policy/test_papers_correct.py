"""A form that was entered as another kind is put right by who worked on it, or by a supervisor."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason
from tests.policy.papers import FORM, with_a_form
from tests.policy.tables import Row, check, each, no

ACTION = Action.CORRECT_PAPER
OWN_WORK = replace(FORM, paper_is_own_work=True)
ROWS = (
    *with_a_form(OWN_WORK),
    no("an agent who did not work on it", OWN_WORK, Reason.PAPER_NOT_OWN_WORK, paper_is_own_work=False),
)


@each(ROWS)
def test_who_may_put_a_form_right(row: Row):
    check(ACTION, row)
