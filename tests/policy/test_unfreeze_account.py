"""Allowing sign-in again: the helpdesk alone, at L3."""

from dataclasses import replace

from platform_api.vocabulary import Action
from tests.policy.helpdesk import HELPING, proved, within_a_case
from tests.policy.tables import Row, check, each, no

ACTION = Action.UNFREEZE_ACCOUNT
FROZEN = replace(HELPING, is_frozen=True)
ROWS = (
    *within_a_case(FROZEN, 3),
    no("nothing is stopped", proved(3, FROZEN), is_frozen=False),
)


@each(ROWS)
def test_who_may_unfreeze_account(row: Row):
    check(ACTION, row)
