"""Reading whose record it is: the patient; a professional with a link to the record, or in an attested emergency."""

from typing import Any

from platform_api.vocabulary import Action, Confidentiality, DossierState, Reason, Role
from tests.policy.linked_professional import professionals_with_a_link
from tests.policy.tables import DOCTOR, NOBODY, PATIENT, SHUT, Row, check, each, no, people_without, yes

ACTION = Action.READ_PATIENT
IN_EMERGENCY: dict[str, Any] = {"attests_emergency": True, "emergency_allowed": True}
ROWS = (
    yes("the patient", PATIENT),
    no("another patient", PATIENT, hidden=True, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, hidden=True, second_factor_proved=False),
    *professionals_with_a_link(DOCTOR, Confidentiality.RESTRICTED),
    yes("a doctor who attests an emergency that the patient did not rule out", DOCTOR, **IN_EMERGENCY),
    no("a blocked doctor in an emergency", DOCTOR, hidden=True, is_blocked=True, **IN_EMERGENCY),
    no(
        "an emergency where the patient switched that off",
        DOCTOR,
        hidden=True,
        attests_emergency=True,
        emergency_allowed=False,
    ),
    no(
        "emergency access switched on, but no emergency attested",
        DOCTOR,
        hidden=True,
        attests_emergency=False,
        emergency_allowed=True,
    ),
    no(
        "an emergency without the scope",
        DOCTOR,
        Reason.SCOPE_NOT_GRANTED,
        scope_granted=False,
        **IN_EMERGENCY,
    ),
    no(
        "an emergency behind withdrawn software",
        DOCTOR,
        Reason.SOFTWARE_NOT_CONFORMANT,
        hidden=True,
        software_conformant=False,
        **IN_EMERGENCY,
    ),
    *(
        no(
            f"an emergency, the record is {state}",
            DOCTOR,
            Reason.RECORD_NOT_OPEN,
            hidden=True,
            dossier_state=state,
            **IN_EMERGENCY,
        )
        for state in (*SHUT, DossierState.CREATED)
    ),
    *(no(who, facts, hidden=True) for who, facts in people_without(Role.PATIENT, Role.PROFESSIONAL)),
    no("nobody", NOBODY, hidden=True),
)


@each(ROWS)
def test_who_may_read_a_patient(row: Row):
    check(ACTION, row)
