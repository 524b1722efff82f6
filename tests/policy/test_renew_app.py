"""Beginning to connect a new app: whoever is signed in, at their own account, the second factor proved just now."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason
from tests.policy.tables import HOLDER, NOBODY, VISITOR, Row, check, each, no, yes

ACTION = Action.RENEW_APP
OWN = replace(HOLDER, second_factor_recent=True)
ROWS = (
    yes("the account's holder", OWN),
    no("the second factor is some time ago", OWN, Reason.SECOND_FACTOR_NEEDED, second_factor_recent=False),
    no("somebody else, signed in", OWN, is_own_account=False),
    no("the holder who still owes the second factor", OWN, second_factor_proved=False),
    no("through other software than the portal", OWN, software_is_portal=False),
    no("the portal's conformity withdrawn", OWN, software_conformant=False),
    no("a visitor", VISITOR),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_renew_app(row: Row):
    check(ACTION, row)
