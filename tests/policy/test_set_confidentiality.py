"""Keeping documents to fewer people is immediate; opening them again asks for a fresh second factor."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.tables import NOBODY, OPEN, PATIENT, SHUT, Row, check, each, no, people_without, yes

ACTION = Action.SET_CONFIDENTIALITY
OWN = replace(PATIENT, exists=True, dossier_state=DossierState.ACTIVATED)
HIDES = replace(OWN, opens_more=False)
OPENS = replace(OWN, second_factor_recent=True)
ROWS = (
    *(yes(f"the patient hides, the record is {state}", HIDES, dossier_state=state) for state in OPEN),
    *(yes(f"the patient opens, freshly proved, {state}", OPENS, dossier_state=state) for state in OPEN),
    no(
        "the patient opens, the second factor proved long ago",
        OWN,
        Reason.SECOND_FACTOR_NEEDED,
        opens_more=True,
        second_factor_recent=False,
    ),
    no("a document of somebody else is hidden", HIDES, Reason.NOT_FOUND, hidden=True, exists=False),
    no("a document of somebody else is opened", OPENS, Reason.NOT_FOUND, hidden=True, exists=False),
    *(
        no(f"the patient hides, the record is {state}", HIDES, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    *(
        no(f"the patient opens, the record is {state}", OPENS, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    no("another patient hides", HIDES, is_own_record=False),
    no("another patient opens", OPENS, is_own_record=False),
    no("the patient who still owes the second factor", HIDES, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_change_who_sees_a_document(row: Row):
    check(ACTION, row)
