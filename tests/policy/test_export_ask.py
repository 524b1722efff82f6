"""Asking for a copy of the whole record: its holder, the second factor proved just now."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason
from tests.policy.exports import HOLDER, holders_own, while_closing
from tests.policy.tables import Row, check, each, no

ACTION = Action.ASK_EXPORT
FRESH = replace(HOLDER, second_factor_recent=True)
ROWS = (
    *holders_own(FRESH),
    no("the second factor is some time ago", FRESH, Reason.SECOND_FACTOR_NEEDED, second_factor_recent=False),
    no(
        "the same, while a closing can be undone",
        while_closing(HOLDER),
        Reason.SECOND_FACTOR_NEEDED,
    ),
)


@each(ROWS)
def test_who_may_ask_for_a_copy(row: Row):
    check(ACTION, row)
