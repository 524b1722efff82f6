"""Looking up a caregiver: an agent, within a case, for a holder proved at L2, or with a court's paper in the case."""

from dataclasses import replace

from platform_api.vocabulary import Action, PaperKind, Reason
from tests.policy.helpdesk import HELPING, beside_a_form, within_a_case
from tests.policy.tables import Row, check, each

ACTION = Action.NAME_CAREGIVER
COURT = replace(HELPING, document_seen=True, paper_kind=PaperKind.GUARDIANSHIP)
ROWS = (
    *within_a_case(HELPING, 2),
    *beside_a_form(
        COURT,
        "an agent, who came was seen, a court's paper",
        document_seen=Reason.PROOF_TOO_LOW,
        paper_kind=Reason.PAPER_NOT_IN_HAND,
    ),
)


@each(ROWS)
def test_who_may_name_a_caregiver(row: Row):
    check(ACTION, row)
