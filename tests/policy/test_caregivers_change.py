"""Changing what a caregiver may do: the holder; what opens more asks for a fresh second factor and an open record."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.tables import NOBODY, OPEN, PATIENT, SHUT, Row, check, each, no, people_without, yes

ACTION = Action.CHANGE_MANDATE
OWN = replace(PATIENT, exists=True, set_by_court=False)
MORE = replace(OWN, dossier_state=DossierState.ACTIVATED, second_factor_recent=True)
LESS = replace(OWN, opens_more=False)
ROWS = (
    *(yes(f"the holder opens more, the record is {state}", MORE, dossier_state=state) for state in OPEN),
    *(
        no(f"the holder opens more, the record is {state}", MORE, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    no(
        "the holder opens more, the second factor proved long ago",
        MORE,
        Reason.SECOND_FACTOR_NEEDED,
        second_factor_recent=False,
    ),
    yes("the holder takes something away, in whatever state", LESS),
    *(
        row
        for facts in (MORE, LESS)
        for row in (
            no("a mandate of somebody else", facts, Reason.NOT_FOUND, hidden=True, exists=False),
            no("another patient", facts, is_own_record=False),
            no("what a court decided", facts, Reason.MANDATE_OF_COURT, set_by_court=True),
            no("the holder who still owes the second factor", facts, second_factor_proved=False),
        )
    ),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_change_a_mandate(row: Row):
    check(ACTION, row)
