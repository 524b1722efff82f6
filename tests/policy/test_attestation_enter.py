"""A doctor's attestation for the person of trust: who came was seen, the record is open, the form lies there."""

from platform_api.vocabulary import Action, PaperKind
from tests.policy.helpdesk import who_came_was_seen
from tests.policy.tables import Row, check, each

ACTION = Action.ENTER_ATTESTATION
ROWS = who_came_was_seen(PaperKind.ATTESTATION)


@each(ROWS)
def test_who_may_enter_an_attestation(row: Row):
    check(ACTION, row)
