"""Making a closing final: the sweep, once the delay to undo is over."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState
from tests.policy.ending import operator_alone
from tests.policy.tables import OPERATOR, Row, check, each

ACTION = Action.FINISH_CLOSING
ROWS = operator_alone(replace(OPERATOR, dossier_state=DossierState.CLOSED, undo_open=False), "undo_open")


@each(ROWS)
def test_who_may_finish_closing(row: Row):
    check(ACTION, row)
