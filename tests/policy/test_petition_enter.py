"""A complaint typed for a caller: proved from afar, or in writing."""

from dataclasses import replace

from platform_api.vocabulary import Action, PaperKind, Reason
from tests.policy.helpdesk import HELPING, proved, within_a_case
from tests.policy.tables import Row, check, each, no, yes

ACTION = Action.ENTER_PETITION
ON_PAPER = replace(HELPING, paper_kind=PaperKind.COMPLAINT)
ROWS = (
    *within_a_case(HELPING, 2),
    yes("an agent, the complaint signed on paper", ON_PAPER),
    no("a complaint on paper about somebody else", ON_PAPER, Reason.ASSISTANCE_OVER, is_own_record=False),
    no("the time is over", ON_PAPER, Reason.ASSISTANCE_OVER, assistance_open=False),
    no("the second factor is still owed", ON_PAPER, second_factor_proved=False),
    *(
        no(f"another form lies there: {kind}", proved(1), Reason.PROOF_TOO_LOW, paper_kind=kind)
        for kind in sorted(set(PaperKind) - {PaperKind.COMPLAINT})
    ),
)


@each(ROWS)
def test_who_may_type_a_complaint(row: Row):
    check(ACTION, row)
