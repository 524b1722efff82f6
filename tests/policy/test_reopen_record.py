"""Opening a closed record again, as long as it is kept."""

from platform_api.vocabulary import Action, DossierState, Reason
from tests.policy.ending import CLOSED, holder_alone
from tests.policy.tables import Row, check, each

ACTION = Action.REOPEN_RECORD
ROWS = holder_alone(CLOSED, {DossierState.CLOSED}, Reason.RECORD_NOT_CLOSED)


@each(ROWS)
def test_who_may_reopen_record(row: Row):
    check(ACTION, row)
