"""What a court decided: entered once who came was seen, for an open record, from the form that lies with the case."""

from platform_api.vocabulary import Action, PaperKind
from tests.policy.helpdesk import who_came_was_seen
from tests.policy.tables import Row, check, each

ACTION = Action.ENTER_GUARDIANSHIP
ROWS = who_came_was_seen(PaperKind.GUARDIANSHIP)


@each(ROWS)
def test_who_may_enter_a_guardianship(row: Row):
    check(ACTION, row)
