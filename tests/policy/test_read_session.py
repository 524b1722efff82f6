"""Asking who is signed in."""

from platform_api.vocabulary import Action
from tests.policy.tables import HALFWAY, NOBODY, SIGNED_IN, VISITOR, Row, check, each, no, yes

ACTION = Action.READ_SESSION
ROWS = (
    yes("somebody signed in with both factors", SIGNED_IN),
    no("somebody who still owes the second factor", HALFWAY),
    no("through other software than the portal", SIGNED_IN, software_is_portal=False),
    no("the portal's conformity withdrawn", SIGNED_IN, software_conformant=False),
    no("a visitor", VISITOR),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_ask_who_is_signed_in(row: Row):
    check(ACTION, row)
