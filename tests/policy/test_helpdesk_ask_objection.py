"""An objection that a caller makes, at L2 or signed on paper, while the record waits; a second person agrees."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, PaperKind, Reason
from tests.policy.helpdesk import OF_THE_HOLDER, beside_a_form, holders_own, proved, within_a_case
from tests.policy.tables import Row, check, each, no, yes

ACTION = Action.ASK_OBJECTION
WAITING = replace(OF_THE_HOLDER, dossier_state=DossierState.CREATED)
ON_PAPER = replace(WAITING, paper_kind=PaperKind.OBJECTION, holder_calls=None)
LATE = replace(ON_PAPER, dossier_state=DossierState.OPEN_BY_DEFAULT)
ROWS = (
    *within_a_case(WAITING, 2),
    *holders_own(WAITING),
    *(
        no(f"the record is {state}", proved(2, WAITING), Reason.LETTER_NOT_ACCEPTED, dossier_state=state)
        for state in sorted(set(DossierState) - {DossierState.CREATED})
    ),
    yes("an agent, the objection signed on paper", ON_PAPER),
    no(
        "on paper, the record open",
        ON_PAPER,
        Reason.LETTER_NOT_ACCEPTED,
        dossier_state=DossierState.ACTIVATED,
    ),
    *beside_a_form(
        replace(LATE, paper_in_time=True),
        "an agent, on paper, came in time, opened by itself meanwhile",
        paper_kind=Reason.LETTER_NOT_ACCEPTED,
        paper_in_time=Reason.LETTER_NOT_ACCEPTED,
    ),
    no("on paper, came too late", LATE, Reason.LETTER_NOT_ACCEPTED, paper_in_time=False),
    no(
        "on paper, came in time, but activated since",
        replace(ON_PAPER, paper_in_time=True),
        Reason.LETTER_NOT_ACCEPTED,
        dossier_state=DossierState.ACTIVATED,
    ),
    no("on paper, about somebody else", ON_PAPER, Reason.ASSISTANCE_OVER, is_own_record=False),
    no("on paper, the time over", ON_PAPER, Reason.ASSISTANCE_OVER, assistance_open=False),
    no("on paper, the second factor owed", ON_PAPER, second_factor_proved=False),
    no("another form", proved(1, WAITING), Reason.PROOF_TOO_LOW, paper_kind=PaperKind.CLOSING),
)


@each(ROWS)
def test_who_may_enter_an_objection(row: Row):
    check(ACTION, row)
