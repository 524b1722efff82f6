"""Queueing an activation letter for a patient."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.helpdesk import HELPING, agents_case
from tests.policy.tables import NOBODY, OPERATOR, SHUT, Row, check, each, no, people_without, yes

ACTION = Action.ISSUE_LETTER
LETTER_CASE = replace(HELPING, dossier_state=DossierState.CREATED)
REASON = Reason.LETTER_NOT_ACCEPTED
ROWS = (
    yes("the operator at the machine", OPERATOR),
    *agents_case(LETTER_CASE, 1),
    no("an agent, the caller not proved at all", LETTER_CASE),
    *(
        no(f"an agent, the record is {state}", LETTER_CASE, REASON, proof_level=1, dossier_state=state)
        for state in SHUT
    ),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR, Role.AGENT)),
)


@each(ROWS)
def test_who_may_issue_a_letter(row: Row):
    check(ACTION, row)
