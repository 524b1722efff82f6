"""Taking access back: protects, so no fresh second factor is asked and the record may be in any state."""

from dataclasses import replace

from platform_api.vocabulary import Action, MandateVerb, Reason, Role
from tests.policy.caregivers import CAREGIVER, caregivers_case, with_verbs
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.REVOKE_ACCESS
KNOWN = replace(PATIENT, exists=True)
ROWS = (
    yes("the patient, about somebody of the directory", KNOWN),
    no("about nobody of the directory", KNOWN, Reason.NOT_FOUND, hidden=True, exists=False),
    no("another patient, signed in", KNOWN, is_own_record=False),
    no("the patient who still owes the second factor", KNOWN, second_factor_proved=False),
    *caregivers_case(replace(CAREGIVER, exists=True), MandateVerb.MANAGE_PROFESSIONALS),
    no(
        "a caregiver, about nobody",
        with_verbs(CAREGIVER, MandateVerb.MANAGE_PROFESSIONALS),
        Reason.NOT_FOUND,
        hidden=True,
        exists=False,
    ),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_take_access_back(row: Row):
    check(ACTION, row)
