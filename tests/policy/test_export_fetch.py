"""Fetching a part of a copy that is there."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason
from tests.policy.exports import HOLDER, holders_own, while_closing
from tests.policy.tables import Row, check, each, no

ACTION = Action.FETCH_EXPORT
THERE = replace(HOLDER, exists=True)
ROWS = (
    *holders_own(THERE),
    no("a copy that is not there", THERE, Reason.NOT_FOUND, hidden=True, exists=False),
    no("the same, while a closing can be undone", while_closing(HOLDER), Reason.NOT_FOUND, hidden=True),
)


@each(ROWS)
def test_who_may_fetch_a_copy(row: Row):
    check(ACTION, row)
