"""Having a PDF sealed: whoever may see the state of the record, and nobody else."""

from platform_api.vocabulary import Action, Role
from tests.policy.caregivers import CAREGIVER, caregivers_case
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.SEAL_PDF
ROWS = (
    yes("the patient", PATIENT),
    no("another patient", PATIENT, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, second_factor_proved=False),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT, Role.CAREGIVER)),
    *caregivers_case(CAREGIVER),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_have_a_pdf_sealed(row: Row):
    check(ACTION, row)
