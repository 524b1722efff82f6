"""Taking back a document that the holder added: the holder alone."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason
from tests.policy.tables import Row, check, each, no
from tests.policy.uploads import INSIDE, holder_alone

ACTION = Action.WITHDRAW_DOCUMENT
_THEIRS = replace(INSIDE, exists=True, own_upload=True)
ROWS = (
    *holder_alone(_THEIRS),
    no("a document that does not exist", _THEIRS, Reason.NOT_FOUND, hidden=True, exists=False),
    no("a document that a hospital added", _THEIRS, own_upload=False),
)


@each(ROWS)
def test_who_may_withdraw(row: Row):
    check(ACTION, row)
