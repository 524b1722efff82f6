"""Taking what belongs into a copy under way, and handing over a part of it."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason
from tests.policy.exports import workers_own
from tests.policy.tables import WORKER, Row, check, each, no

ACTION = Action.FILL_EXPORT
UNDER_WAY = replace(WORKER, exists=True)
ROWS = (
    *workers_own(UNDER_WAY),
    no("a copy that is not being made", UNDER_WAY, Reason.NOT_FOUND, hidden=True, exists=False),
)


@each(ROWS)
def test_who_may_fill_a_copy(row: Row):
    check(ACTION, row)
