"""A statement on paper goes unseen into an open record, from the case with which it lies."""

from dataclasses import replace

from platform_api.conditions import OPEN_STATES
from platform_api.vocabulary import Action, DossierState, PaperKind, Reason
from tests.policy.helpdesk import HELPING, within_a_case
from tests.policy.tables import Row, check, each, no

ACTION = Action.ENTER_STATEMENT
ON_PAPER = replace(HELPING, dossier_state=DossierState.ACTIVATED, paper_kind=PaperKind.STATEMENT)
ROWS = (
    *within_a_case(ON_PAPER),
    *(
        no(f"the record is {state}", ON_PAPER, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in sorted(set(DossierState) - OPEN_STATES)
    ),
    *(
        no(f"another form lies there: {kind}", ON_PAPER, Reason.PAPER_NOT_IN_HAND, paper_kind=kind)
        for kind in sorted(set(PaperKind) - {PaperKind.STATEMENT})
    ),
)


@each(ROWS)
def test_who_may_put_a_statement_in(row: Row):
    check(ACTION, row)
