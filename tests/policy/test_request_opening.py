"""Asking for a record: everybody, through the portal alone."""

from platform_api.vocabulary import Action
from tests.policy.tables import NOBODY, SIGNED_IN, VISITOR, Row, check, each, no, yes

ACTION = Action.REQUEST_OPENING
ROWS = (
    yes("a visitor", SIGNED_IN, second_factor_proved=None),
    no("through other software than the portal", VISITOR, software_is_portal=False),
    no("the portal\x27s conformity withdrawn", VISITOR, software_conformant=False),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_request_opening(row: Row):
    check(ACTION, row)
