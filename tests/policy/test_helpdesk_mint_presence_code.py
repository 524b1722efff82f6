"""A presence code made at the desk is an agent's alone, the caller proved at L2, for a record that is open."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, MandateVerb, Reason
from tests.policy.caregivers import CAREGIVER, with_verbs
from tests.policy.helpdesk import HELPING, proved, within_a_case
from tests.policy.tables import OPEN, PATIENT, SHUT, Row, check, each, no, yes

ACTION = Action.MINT_PRESENCE_CODE_AT_DESK
CASE = replace(HELPING, dossier_state=DossierState.ACTIVATED)
FRESH = replace(PATIENT, second_factor_recent=True, dossier_state=DossierState.ACTIVATED)
CARER = replace(with_verbs(CAREGIVER, *MandateVerb), second_factor_recent=True)
ROWS = (
    *within_a_case(CASE, 2),
    *(yes(f"an agent, the record is {state}", proved(2), dossier_state=state) for state in OPEN),
    *(
        no(f"an agent, the record is {state}", proved(2), Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in SHUT
    ),
    no("the patient, the second factor proved just now", FRESH),
    no("a caregiver who manages everything", CARER, dossier_state=DossierState.ACTIVATED),
)


@each(ROWS)
def test_who_may_make_a_presence_code_at_the_desk(row: Row):
    check(ACTION, row)
