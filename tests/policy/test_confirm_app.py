"""Taking the new app into use: whoever is signed in, at their own account."""

from platform_api.vocabulary import Action
from tests.policy.tables import HOLDER, NOBODY, VISITOR, Row, check, each, no, yes

ACTION = Action.CONFIRM_APP
OWN = HOLDER
ROWS = (
    yes("the account's holder", OWN),
    no("somebody else, signed in", OWN, is_own_account=False),
    no("the holder who still owes the second factor", OWN, second_factor_proved=False),
    no("through other software than the portal", OWN, software_is_portal=False),
    no("the portal's conformity withdrawn", OWN, software_conformant=False),
    no("a visitor", VISITOR),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_confirm_app(row: Row):
    check(ACTION, row)
