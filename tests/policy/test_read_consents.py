"""Reading who was let in: the patient, and who manages it for them; a professional with a link what concerns them."""

from platform_api.vocabulary import Action, Confidentiality, MandateVerb, Role
from tests.policy.caregivers import CAREGIVER, caregivers_case
from tests.policy.linked_professional import professionals_with_a_link
from tests.policy.tables import DOCTOR, NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.READ_CONSENTS
ROWS = (
    yes("the patient", PATIENT),
    no("another patient", PATIENT, hidden=True, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, hidden=True, second_factor_proved=False),
    *caregivers_case(CAREGIVER, MandateVerb.MANAGE_PROFESSIONALS, hidden=True),
    *professionals_with_a_link(DOCTOR, Confidentiality.NORMAL),
    *(no(who, facts, hidden=True) for who, facts in people_without(Role.PATIENT, Role.PROFESSIONAL)),
    no("nobody", NOBODY, hidden=True),
)


@each(ROWS)
def test_who_may_read_the_consents(row: Row):
    check(ACTION, row)
