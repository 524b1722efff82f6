"""Signing out: nobody is ever kept in."""

from platform_api.facts import Facts
from platform_api.vocabulary import Action
from tests.policy.tables import NOBODY, Row, check, each, no, yes

ACTION = Action.SIGN_OUT
SOMEONE = Facts(software_is_portal=True, software_conformant=True)
ROWS = (
    yes("whoever it is, through the portal", SOMEONE),
    no("through other software than the portal", SOMEONE, software_is_portal=False),
    no("the portal's conformity withdrawn", SOMEONE, software_conformant=False),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_sign_out(row: Row):
    check(ACTION, row)
