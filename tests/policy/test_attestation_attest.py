"""A doctor attests through software: a physician of the circle, at an open record; nobody else learns of it."""

from dataclasses import replace

from platform_api.vocabulary import Action, Confidentiality, DossierState, Reason, Role
from tests.policy.tables import DOCTOR, NOBODY, OPEN, PATIENT, SHUT, Row, check, each, no, people_without, yes

ACTION = Action.ATTEST_INCAPACITY
OWN_DOCTOR = replace(DOCTOR, category="physician", in_care_circle=True)

ROWS = (
    *(
        yes(f"a doctor of the care circle, the record is {state}", OWN_DOCTOR, dossier_state=state)
        for state in OPEN
    ),
    no("a nurse of the care circle", OWN_DOCTOR, hidden=True, category="nurse"),
    no(
        "a doctor with a dated access only",
        OWN_DOCTOR,
        hidden=True,
        in_care_circle=False,
        granted_level=Confidentiality.NORMAL,
    ),
    no(
        "a stranger who attests an emergency",
        OWN_DOCTOR,
        hidden=True,
        in_care_circle=False,
        attests_emergency=True,
        emergency_allowed=True,
    ),
    no("a doctor whom the patient blocked", OWN_DOCTOR, hidden=True, is_blocked=True),
    no(
        "behind withdrawn software",
        OWN_DOCTOR,
        Reason.SOFTWARE_NOT_CONFORMANT,
        hidden=True,
        software_conformant=False,
    ),
    no("behind software without the scope", OWN_DOCTOR, Reason.SCOPE_NOT_GRANTED, scope_granted=False),
    *(
        no(f"the record is {state}", OWN_DOCTOR, Reason.RECORD_NOT_OPEN, hidden=True, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    no("software that speaks for nobody", replace(OWN_DOCTOR, role=Role.SOFTWARE), hidden=True),
    no("the patient", PATIENT),
    *(no(who, facts, hidden=True) for who, facts in people_without(Role.PROFESSIONAL, Role.PATIENT)),
    no("nobody", NOBODY, hidden=True),
)


@each(ROWS)
def test_who_may_attest_through_software(row: Row):
    check(ACTION, row)
