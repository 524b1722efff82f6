"""Closing one's own record: never delegable, and only an open one."""

from platform_api.vocabulary import Action, Reason
from tests.policy.ending import FRESH, holder_alone
from tests.policy.tables import OPEN, Row, check, each

ACTION = Action.CLOSE_RECORD
ROWS = holder_alone(FRESH, OPEN, Reason.RECORD_NOT_OPEN)


@each(ROWS)
def test_who_may_close_record(row: Row):
    check(ACTION, row)
