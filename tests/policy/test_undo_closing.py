"""Undoing a closing, within its delay."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason
from tests.policy.ending import CLOSED, holder_alone
from tests.policy.tables import Row, check, each, no

ACTION = Action.UNDO_CLOSING
IN_TIME = replace(CLOSED, undo_open=True)
ROWS = (
    *holder_alone(IN_TIME, {DossierState.CLOSED}, Reason.UNDO_OVER),
    no("the delay is over", IN_TIME, Reason.UNDO_OVER, undo_open=False),
)


@each(ROWS)
def test_who_may_undo_closing(row: Row):
    check(ACTION, row)
