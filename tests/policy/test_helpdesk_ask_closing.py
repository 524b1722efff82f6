"""A caller who wants the record closed: entered at L2 while it is open; a second person agrees."""

from dataclasses import replace

from platform_api.conditions import OPEN_STATES
from platform_api.vocabulary import Action, DossierState, Reason
from tests.policy.helpdesk import HELPING, proved, within_a_case
from tests.policy.tables import Row, check, each, no

ACTION = Action.ASK_CLOSING
OPEN = replace(HELPING, dossier_state=DossierState.ACTIVATED)
ROWS = (
    *within_a_case(OPEN, 2),
    *(
        no(f"the record is {state}", proved(2, OPEN), Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in sorted(set(DossierState) - OPEN_STATES)
    ),
)


@each(ROWS)
def test_who_may_enter_a_closing(row: Row):
    check(ACTION, row)
