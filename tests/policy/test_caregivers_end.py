"""Ending a mandate protects: the holder and the delegate at any time, an agent for a caller proved at L2."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import Action, PaperKind, Reason, Role
from tests.policy.helpdesk import HELPING, agents_case, beside_a_form, proved
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.END_MANDATE
OWN = replace(PATIENT, exists=True, set_by_court=False)
WARD = replace(OWN, set_by_court=True)
DELEGATE = Facts(role=Role.CAREGIVER, second_factor_proved=True, exists=True, is_delegate=True)
COURT = replace(HELPING, exists=True, document_seen=True, paper_kind=PaperKind.GUARDIANSHIP)
ROWS = (
    yes("the holder", OWN),
    no("the holder, a mandate that is not there", OWN, Reason.NOT_FOUND, hidden=True, exists=False),
    no("the person whom a court put under guardianship", WARD, Reason.MANDATE_OF_COURT),
    no("another patient", OWN, is_own_record=False),
    no("the holder who still owes the second factor", OWN, second_factor_proved=False),
    yes("the delegate", DELEGATE),
    yes("the delegate, who has a record of their own", DELEGATE, role=Role.PATIENT),
    no("another delegate", DELEGATE, is_delegate=False),
    no("the delegate, a mandate that is not there", DELEGATE, Reason.NOT_FOUND, hidden=True, exists=False),
    no("the delegate who still owes the second factor", DELEGATE, second_factor_proved=False),
    no("a software in the delegate's name", DELEGATE, role=Role.SOFTWARE),
    *agents_case(replace(HELPING, exists=True, set_by_court=False), 2),
    *beside_a_form(
        COURT,
        "an agent, a court's paper",
        document_seen=Reason.PROOF_TOO_LOW,
        paper_kind=Reason.PAPER_NOT_IN_HAND,
    ),
    no("an agent, a court's paper, about nothing", COURT, Reason.NOT_FOUND, hidden=True, exists=False),
    no(
        "an agent, the holder seen, what a court decided",
        proved(3, replace(HELPING, exists=True, set_by_court=True)),
        Reason.PROOF_TOO_LOW,
    ),
    no(
        "an agent, nothing of a court, about nothing",
        proved(2, replace(HELPING, set_by_court=False)),
        Reason.NOT_FOUND,
        hidden=True,
        exists=False,
    ),
    no("an agent, about nothing", proved(2), Reason.NOT_FOUND, hidden=True, exists=False),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT, Role.CAREGIVER, Role.AGENT)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_end_a_mandate(row: Row):
    check(ACTION, row)
