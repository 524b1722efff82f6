"""Reading who did what with the record: the patient, in every state."""

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.READ_JOURNAL
ROWS = (
    yes("the patient", PATIENT),
    no("another patient: they do not even learn that it exists", PATIENT, hidden=True, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, hidden=True, second_factor_proved=False),
    *(no(who, facts, hidden=True) for who, facts in people_without(Role.PATIENT)),
    no("nobody", NOBODY, hidden=True),
)


@each(ROWS)
def test_who_may_read_the_journal(row: Row):
    check(ACTION, row)
