"""A caller who wants the record closed: entered at L2, or signed on paper, while it is open; a second person agrees."""

from dataclasses import replace

from platform_api.conditions import OPEN_STATES
from platform_api.vocabulary import Action, DossierState, PaperKind, Reason
from tests.policy.helpdesk import OF_THE_HOLDER, holders_own, proved, within_a_case
from tests.policy.tables import Row, check, each, no, yes

ACTION = Action.ASK_CLOSING
OPEN = replace(OF_THE_HOLDER, dossier_state=DossierState.ACTIVATED)
ON_PAPER = replace(OPEN, paper_kind=PaperKind.CLOSING, holder_calls=None)
ROWS = (
    *within_a_case(OPEN, 2),
    *holders_own(OPEN),
    *(
        no(f"the record is {state}", proved(2, OPEN), Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in sorted(set(DossierState) - OPEN_STATES)
    ),
    yes("an agent, the wish signed on paper", ON_PAPER),
    no("on paper, not opened yet", ON_PAPER, Reason.RECORD_NOT_OPEN, dossier_state=DossierState.CREATED),
    no("on paper, about somebody else", ON_PAPER, Reason.ASSISTANCE_OVER, is_own_record=False),
    no("on paper, the time over", ON_PAPER, Reason.ASSISTANCE_OVER, assistance_open=False),
    no("on paper, the second factor owed", ON_PAPER, second_factor_proved=False),
    no("another form", proved(1, OPEN), Reason.PROOF_TOO_LOW, paper_kind=PaperKind.OBJECTION),
)


@each(ROWS)
def test_who_may_enter_a_closing(row: Row):
    check(ACTION, row)
