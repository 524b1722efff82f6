"""Withdrawing a request: the holder who made it."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.WITHDRAW_PETITION
OWN = replace(PATIENT, exists=True)
ROWS = (
    yes("the patient, about their own record", OWN),
    no("the patient, about something that is not there", OWN, Reason.NOT_FOUND, hidden=True, exists=False),
    no("another patient, signed in", OWN, is_own_record=False),
    no("the patient who still owes the second factor", OWN, second_factor_proved=False),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_withdraw_a_request(row: Row):
    check(ACTION, row)
