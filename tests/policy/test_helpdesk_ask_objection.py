"""An objection that a caller makes: entered at L2 while the record waits; a second person agrees."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason
from tests.policy.helpdesk import HELPING, proved, within_a_case
from tests.policy.tables import Row, check, each, no

ACTION = Action.ASK_OBJECTION
WAITING = replace(HELPING, dossier_state=DossierState.CREATED)
ROWS = (
    *within_a_case(WAITING, 2),
    *(
        no(f"the record is {state}", proved(2, WAITING), Reason.LETTER_NOT_ACCEPTED, dossier_state=state)
        for state in sorted(set(DossierState) - {DossierState.CREATED})
    ),
)


@each(ROWS)
def test_who_may_enter_an_objection(row: Row):
    check(ACTION, row)
