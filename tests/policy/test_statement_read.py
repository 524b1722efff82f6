"""Reading a statement and its drafts: the holder, and who may write for them; agents never."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import Action, DossierState, MandateVerb, Reason, Role
from tests.policy.tables import (
    NOBODY,
    OPEN,
    PATIENT,
    SHUT,
    Row,
    check,
    each,
    no,
    people_without,
    yes,
)

ACTION = Action.READ_STATEMENT
INSIDE = replace(PATIENT, dossier_state=DossierState.ACTIVATED)
HELPING = Facts(
    role=Role.CAREGIVER,
    second_factor_proved=True,
    is_own_record=True,
    mandate_active=True,
    mandate_verbs=frozenset({MandateVerb.WRITE_STATEMENT}),
    dossier_state=DossierState.ACTIVATED,
)
ROWS = (
    *(yes(f"the patient, while the record is {state}", INSIDE, dossier_state=state) for state in OPEN),
    *(
        no(f"the patient, while the record is {state}", INSIDE, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    *(yes(f"a caregiver, while the record is {state}", HELPING, dossier_state=state) for state in OPEN),
    *(
        no(f"a caregiver, while the record is {state}", HELPING, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    no("a caregiver whose mandate ended", HELPING, Reason.MANDATE_OVER, mandate_active=False),
    no(
        "a caregiver who may only look",
        HELPING,
        mandate_verbs=frozenset({MandateVerb.LIST, MandateVerb.READ}),
    ),
    no("a caregiver of somebody else", HELPING, is_own_record=False),
    no("an agent with a mandate's verbs", HELPING, role=Role.AGENT),
    no("another patient, signed in", INSIDE, is_own_record=False),
    no("the patient who still owes the second factor", INSIDE, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_read(row: Row):
    check(ACTION, row)
