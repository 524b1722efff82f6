"""Rows for what a professional may do who has a link to the record: access now, or documents of their own in it."""

from platform_api.facts import Facts
from platform_api.vocabulary import Confidentiality, DossierState, Reason
from tests.policy.tables import OPEN, SHUT, Row, no, yes


def professionals_with_a_link(doctor: Facts, level: Confidentiality) -> tuple[Row, ...]:
    """Allowed with a link at an open record; without it, blocked or shut out they learn nothing at all."""
    return (
        *(
            yes(
                f"a doctor with access now, the record is {state}",
                doctor,
                granted_level=level,
                dossier_state=state,
            )
            for state in OPEN
        ),
        yes("a doctor without access who wrote documents of this record", doctor, has_authored=True),
        no("a doctor without any link", doctor, hidden=True),
        no(
            "a doctor with access whom the patient blocked",
            doctor,
            hidden=True,
            granted_level=level,
            is_blocked=True,
        ),
        no("an author whom the patient blocked", doctor, hidden=True, has_authored=True, is_blocked=True),
        no(
            "a doctor with access behind withdrawn software",
            doctor,
            Reason.SOFTWARE_NOT_CONFORMANT,
            hidden=True,
            granted_level=level,
            software_conformant=False,
        ),
        no(
            "a doctor with access behind software without the scope",
            doctor,
            Reason.SCOPE_NOT_GRANTED,
            granted_level=level,
            scope_granted=False,
        ),
        *(
            no(
                f"a doctor with access, the record is {state}",
                doctor,
                Reason.RECORD_NOT_OPEN,
                hidden=True,
                granted_level=level,
                dossier_state=state,
            )
            for state in (*SHUT, DossierState.CREATED)
        ),
    )
