"""Looking for the copy that waits longest."""

from platform_api.vocabulary import Action
from tests.policy.exports import workers_own
from tests.policy.tables import Row, check, each

ACTION = Action.MAKE_EXPORT
ROWS = workers_own()


@each(ROWS)
def test_who_may_make_copies(row: Row):
    check(ACTION, row)
