"""Saying yes to who entered the code: the holder, with a fresh second factor."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.tables import NOBODY, OPEN, PATIENT, SHUT, Row, check, each, no, people_without, yes

ACTION = Action.CONFIRM_MANDATE
FRESH = replace(PATIENT, dossier_state=DossierState.ACTIVATED, exists=True, second_factor_recent=True)
ROWS = (
    *(yes(f"the holder, the record is {state}", FRESH, dossier_state=state) for state in OPEN),
    *(
        no(f"the holder, the record is {state}", FRESH, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    no("the second factor proved long ago", FRESH, Reason.SECOND_FACTOR_NEEDED, second_factor_recent=False),
    no("a mandate of somebody else", FRESH, Reason.NOT_FOUND, hidden=True, exists=False),
    no("another patient", FRESH, is_own_record=False),
    no("the holder who still owes the second factor", FRESH, second_factor_proved=False),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_confirm_a_caregiver(row: Row):
    check(ACTION, row)
