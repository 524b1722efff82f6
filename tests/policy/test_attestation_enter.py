"""A doctor's attestation for the person of trust: who came was seen, the record is open, the form lies there."""

from dataclasses import replace

from platform_api.conditions import OPEN_STATES
from platform_api.vocabulary import Action, DossierState, PaperKind, Reason, Role
from tests.policy.helpdesk import HELPING, proved
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.ENTER_ATTESTATION
SIGNED = replace(
    HELPING, dossier_state=DossierState.ACTIVATED, paper_kind=PaperKind.ATTESTATION, document_seen=True
)
ROWS = (
    yes("an agent, who came was seen", SIGNED),
    no("an agent, nobody was seen", SIGNED, Reason.PROOF_TOO_LOW, document_seen=False),
    no("the holder proved at L3 alone", proved(3, SIGNED), Reason.PROOF_TOO_LOW, document_seen=False),
    no("an agent whose time is over", SIGNED, Reason.ASSISTANCE_OVER, assistance_open=False),
    no("an agent about somebody else", SIGNED, Reason.ASSISTANCE_OVER, is_own_record=False),
    no("an agent who still owes the second factor", SIGNED, second_factor_proved=False),
    no("the patient", PATIENT),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.AGENT)),
    *(
        no(f"the record is {state}", SIGNED, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in sorted(set(DossierState) - OPEN_STATES)
    ),
    *(
        no(f"another form lies there: {kind}", SIGNED, Reason.PAPER_NOT_IN_HAND, paper_kind=kind)
        for kind in sorted(set(PaperKind) - {PaperKind.ATTESTATION})
    ),
)


@each(ROWS)
def test_who_may_enter_an_attestation(row: Row):
    check(ACTION, row)
