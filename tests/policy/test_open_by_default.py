"""Opening a record by default once the delay to object is over."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, OPERATOR, Row, check, each, no, people_without, yes

ACTION = Action.OPEN_BY_DEFAULT
ROWS = (
    yes("the operator at the machine", OPERATOR),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR)),
)


@each(ROWS)
def test_who_may_open_records_by_default(row: Row):
    check(ACTION, row)
