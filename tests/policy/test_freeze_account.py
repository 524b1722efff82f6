"""Stopping every sign-in: easy and immediate, for the holder, the letter of confirmation, and an agent at L1."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason, Role
from tests.policy.helpdesk import HELPING, agents_case
from tests.policy.tables import NOBODY, PATIENT, VISITOR, Row, check, each, no, people_without, yes

ACTION = Action.FREEZE_ACCOUNT
WITH_LETTER = replace(VISITOR, letter_accepted=True)
ROWS = (
    yes("the patient, without a fresh second factor", PATIENT),
    no("another patient, signed in", PATIENT, is_own_record=False),
    no("the patient who still owes the second factor", PATIENT, second_factor_proved=False),
    yes("a visitor with the code of the confirmation letter", WITH_LETTER),
    no("a visitor with another code", WITH_LETTER, Reason.LETTER_NOT_ACCEPTED, letter_accepted=False),
    no("through other software than the portal", WITH_LETTER, software_is_portal=False),
    no("the portal\x27s conformity withdrawn", WITH_LETTER, software_conformant=False),
    *agents_case(HELPING, 1),
    no("an agent, the caller not proved at all", replace(HELPING, proof_level=0)),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT, Role.VISITOR, Role.AGENT)),
)


@each(ROWS)
def test_who_may_freeze_account(row: Row):
    check(ACTION, row)
