"""Naming a caregiver: the holder of an open record, never a caregiver."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.tables import NOBODY, OPEN, PATIENT, SHUT, Row, check, each, no, people_without, yes

ACTION = Action.PROPOSE_MANDATE
INSIDE = replace(PATIENT, dossier_state=DossierState.ACTIVATED)
ROWS = (
    *(yes(f"the holder, the record is {state}", INSIDE, dossier_state=state) for state in OPEN),
    *(
        no(f"the holder, the record is {state}", INSIDE, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    no("another patient", INSIDE, is_own_record=False),
    no("the holder who still owes the second factor", INSIDE, second_factor_proved=False),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_name_a_caregiver(row: Row):
    check(ACTION, row)
