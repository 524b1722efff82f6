"""The end of a block for somebody without an account: entered at L3 for the person themself; a second person agrees."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason
from tests.policy.helpdesk import OF_THE_HOLDER, holders_own, proved, within_a_case
from tests.policy.tables import Row, check, each, no

ACTION = Action.ASK_UNBLOCK
BLOCKED = replace(OF_THE_HOLDER, exists=True, holder_has_account=False)
ROWS = (
    *within_a_case(BLOCKED, 3),
    *holders_own(BLOCKED),
    no("the person can confirm it themself", proved(3, BLOCKED), holder_has_account=True),
    no("nobody knows whether they can", proved(3, BLOCKED), holder_has_account=None),
    no("nobody is blocked", proved(3, BLOCKED), Reason.NOT_FOUND, hidden=True, exists=False),
)


@each(ROWS)
def test_who_may_enter_the_end_of_a_block(row: Row):
    check(ACTION, row)
