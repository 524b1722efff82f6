"""Proving the second factor once more: whoever is signed in, at their own account, through the portal."""

from platform_api.vocabulary import Action
from tests.policy.tables import HOLDER, NOBODY, VISITOR, Row, check, each, no, yes

ACTION = Action.PROVE_AGAIN
ROWS = (
    yes("the account's holder, signed in with both factors", HOLDER),
    no("somebody else, signed in", HOLDER, is_own_account=False),
    no("the holder who still owes the second factor", HOLDER, second_factor_proved=False),
    no("through other software than the portal", HOLDER, software_is_portal=False),
    no("the portal's conformity withdrawn", HOLDER, software_conformant=False),
    no("a visitor", VISITOR),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_prove_again(row: Row):
    check(ACTION, row)
