"""Taking up an account by a mailed link: somebody at the portal's door; link and birth date decide the rest."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, VISITOR, Row, check, each, no, people_without, yes

ACTION = Action.TAKE_UP_ACCOUNT
ROWS = (
    yes("a visitor at the portal", VISITOR),
    no("a visitor through other software than the portal", VISITOR, software_is_portal=False),
    no("a visitor, the portal's conformity withdrawn", VISITOR, software_conformant=False),
    *(no(who, facts) for who, facts in people_without(Role.VISITOR)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_take_up_an_account(row: Row):
    check(ACTION, row)
