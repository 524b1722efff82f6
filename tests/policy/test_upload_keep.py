"""Confirming a document of one's own: the holder alone."""

from platform_api.vocabulary import Action
from tests.policy.tables import Row, check, each
from tests.policy.uploads import INSIDE, holder_alone

ACTION = Action.KEEP_UPLOAD
ROWS = holder_alone(INSIDE)


@each(ROWS)
def test_who_may_confirm(row: Row):
    check(ACTION, row)
