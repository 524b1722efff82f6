"""Making a presence code: the operator at the machine, an agent for a caller proved at L2."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.helpdesk import HELPING, agents_case, proved
from tests.policy.tables import NOBODY, OPERATOR, Row, check, each, no, people_without, yes

ACTION = Action.MINT_PRESENCE_CODE

ROWS = (
    yes("the operator", OPERATOR),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR, Role.AGENT)),
    *agents_case(replace(HELPING, dossier_state=DossierState.ACTIVATED), 2),
    no(
        "an agent, the record is closed",
        proved(2),
        Reason.RECORD_NOT_OPEN,
        dossier_state=DossierState.CLOSED,
    ),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_make_a_presence_code(row: Row):
    check(ACTION, row)
