"""Asking for a letter: any visitor; who gets one is decided afterwards and never told."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, VISITOR, Row, check, each, no, people_without, yes

ACTION = Action.REQUEST_LETTER
ROWS = (
    yes("a visitor at the portal", VISITOR),
    no("a visitor through other software than the portal", VISITOR, software_is_portal=False),
    no("a visitor, the portal's conformity withdrawn", VISITOR, software_conformant=False),
    *(no(who, facts) for who, facts in people_without(Role.VISITOR)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_ask_for_a_letter(row: Row):
    check(ACTION, row)
