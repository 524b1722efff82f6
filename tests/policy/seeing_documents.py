"""Rows shared by the list of documents and the summary: the patient; professionals with a link or in an emergency."""

from typing import Any

from platform_api.vocabulary import Confidentiality, DossierState, Reason, Role
from tests.policy.tables import DOCTOR, NOBODY, OPEN, PATIENT, SHUT, Row, no, people_without, yes

IN_EMERGENCY: dict[str, Any] = {"attests_emergency": True, "emergency_allowed": True}
WHO_SEES_DOCUMENTS: tuple[Row, ...] = (
    *(yes(f"the patient, the record is {state}", PATIENT, dossier_state=state) for state in OPEN),
    *(
        no(f"the patient, the record is {state}", PATIENT, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    no("another patient", PATIENT, hidden=True, dossier_state=DossierState.ACTIVATED, is_own_record=False),
    no(
        "without the second factor",
        PATIENT,
        hidden=True,
        dossier_state=DossierState.ACTIVATED,
        second_factor_proved=False,
    ),
    yes("a doctor with access now", DOCTOR, granted_level=Confidentiality.NORMAL),
    yes("a doctor without access who wrote documents of this record", DOCTOR, has_authored=True),
    yes("a doctor who attests an emergency that the patient did not rule out", DOCTOR, **IN_EMERGENCY),
    no("a doctor without any link", DOCTOR, hidden=True),
    no(
        "a doctor with access whom the patient blocked",
        DOCTOR,
        hidden=True,
        granted_level=Confidentiality.RESTRICTED,
        is_blocked=True,
    ),
    no("an author whom the patient blocked", DOCTOR, hidden=True, has_authored=True, is_blocked=True),
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
        "a doctor with access behind withdrawn software",
        DOCTOR,
        Reason.SOFTWARE_NOT_CONFORMANT,
        hidden=True,
        granted_level=Confidentiality.NORMAL,
        software_conformant=False,
    ),
    no(
        "a doctor without the scope", DOCTOR, Reason.SCOPE_NOT_GRANTED, has_authored=True, scope_granted=False
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
            f"a doctor with access, the record is {state}",
            DOCTOR,
            Reason.RECORD_NOT_OPEN,
            hidden=True,
            granted_level=Confidentiality.NORMAL,
            dossier_state=state,
        )
        for state in (*SHUT, DossierState.CREATED)
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
