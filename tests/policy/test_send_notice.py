"""Taking queued messages, with addresses and one-time codes in clear, to word and send them."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, WORKER, Row, check, each, no, people_without, yes

ACTION = Action.SEND_NOTICE
ROWS = (
    yes("the portal's worker", WORKER),
    no("the portal without the worker's scope", WORKER, software_may_work=False),
    no("another software with the scope", WORKER, software_is_portal=False),
    no("the portal's conformity withdrawn", WORKER, software_conformant=False),
    *(no(who, facts) for who, facts in people_without(Role.WORKER)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_send_messages(row: Row):
    check(ACTION, row)
