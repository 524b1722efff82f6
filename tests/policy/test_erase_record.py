"""Erasing a record: the sweep, once it is due."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState
from tests.policy.ending import operator_alone
from tests.policy.tables import OPERATOR, Row, check, each

ACTION = Action.ERASE_RECORD
ROWS = operator_alone(replace(OPERATOR, dossier_state=DossierState.CLOSED, erasure_due=True), "erasure_due")


@each(ROWS)
def test_who_may_erase_record(row: Row):
    check(ACTION, row)
