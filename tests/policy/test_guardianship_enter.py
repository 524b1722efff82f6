"""What a court decided: entered at L3 for an open record, from the form that lies with the case."""

from dataclasses import replace

from platform_api.conditions import OPEN_STATES
from platform_api.vocabulary import Action, DossierState, PaperKind, Reason
from tests.policy.helpdesk import HELPING, proved, within_a_case
from tests.policy.tables import Row, check, each, no

ACTION = Action.ENTER_GUARDIANSHIP
SIGNED = replace(HELPING, dossier_state=DossierState.ACTIVATED, paper_kind=PaperKind.GUARDIANSHIP)
ROWS = (
    *within_a_case(SIGNED, 3),
    *(
        no(f"the record is {state}", proved(3, SIGNED), Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in sorted(set(DossierState) - OPEN_STATES)
    ),
    *(
        no(f"another form lies there: {kind}", proved(3, SIGNED), Reason.PAPER_NOT_IN_HAND, paper_kind=kind)
        for kind in sorted(set(PaperKind) - {PaperKind.GUARDIANSHIP})
    ),
)


@each(ROWS)
def test_who_may_enter_a_guardianship(row: Row):
    check(ACTION, row)
