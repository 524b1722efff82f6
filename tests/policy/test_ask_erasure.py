"""Asking that a closed record be erased."""

from platform_api.vocabulary import Action, DossierState, Reason
from tests.policy.ending import CLOSED, holder_alone
from tests.policy.tables import Row, check, each

ACTION = Action.ASK_ERASURE
ROWS = holder_alone(CLOSED, {DossierState.CLOSED}, Reason.RECORD_NOT_CLOSED)


@each(ROWS)
def test_who_may_ask_erasure(row: Row):
    check(ACTION, row)
