"""Saying that letters were printed, posted or came back."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, OPERATOR, Row, check, each, no, people_without, yes

ACTION = Action.ACKNOWLEDGE_LETTER
ROWS = (
    yes("the operator at the machine", OPERATOR),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR)),
)


@each(ROWS)
def test_who_may_say_what_became_of_letters(row: Row):
    check(ACTION, row)
