"""What the tables about own documents share."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import DossierState, MandateVerb, Reason, Role
from tests.policy.tables import NOBODY, OPEN, PATIENT, SHUT, Row, no, people_without, yes

INSIDE = replace(PATIENT, dossier_state=DossierState.ACTIVATED)
_MANAGING = Facts(
    role=Role.CAREGIVER,
    second_factor_proved=True,
    is_own_record=True,
    mandate_active=True,
    mandate_verbs=frozenset(MandateVerb),
    dossier_state=DossierState.ACTIVATED,
    exists=True,
    own_upload=True,
)
_HELPING = Facts(
    role=Role.AGENT,
    second_factor_proved=True,
    is_own_record=True,
    assistance_open=True,
    proof_level=3,
    dossier_state=DossierState.ACTIVATED,
    exists=True,
    own_upload=True,
)


def holder_alone(inside: Facts) -> tuple[Row, ...]:
    """The holder while the record is open, and nobody in their place."""
    return (
        *(yes(f"the patient, while the record is {state}", inside, dossier_state=state) for state in OPEN),
        *(
            no(
                f"the patient, while the record is {state}",
                inside,
                Reason.RECORD_NOT_OPEN,
                dossier_state=state,
            )
            for state in (*SHUT, DossierState.CREATED)
        ),
        no("another patient, signed in", inside, is_own_record=False),
        no("the patient who still owes the second factor", inside, second_factor_proved=False),
        no("a caregiver with every verb", _MANAGING),
        no("an agent who proved the caller at the counter", _HELPING),
        no("nobody", NOBODY),
        *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
    )
