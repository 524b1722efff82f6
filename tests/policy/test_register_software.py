"""Registering a software version with its public key."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, OPERATOR, Row, check, each, no, people_without, yes

ACTION = Action.REGISTER_SOFTWARE
ROWS = (
    yes("the operator at the machine", OPERATOR),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR)),
)


@each(ROWS)
def test_who_may_register_software(row: Row):
    check(ACTION, row)
