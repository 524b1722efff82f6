"""Deleting a copy: its holder, whatever became of the record."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason
from tests.policy.exports import HOLDER, strangers_to_a_copy
from tests.policy.tables import Row, check, each, no, yes

ACTION = Action.FORGET_EXPORT
THERE = replace(HOLDER, exists=True, dossier_state=None)
ROWS = (
    yes("the holder", THERE),
    no("a copy that is not there", THERE, Reason.NOT_FOUND, hidden=True, exists=False),
    *strangers_to_a_copy(THERE),
)


@each(ROWS)
def test_who_may_delete_a_copy(row: Row):
    check(ACTION, row)
