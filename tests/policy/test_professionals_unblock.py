"""Unblocking: opens, so a fresh second factor is asked."""

from dataclasses import replace

from platform_api.vocabulary import Action, MandateVerb, Reason, Role
from tests.policy.caregivers import CAREGIVER, caregivers_case, with_verbs
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.UNBLOCK_PROFESSIONAL
KNOWN = replace(PATIENT, exists=True, second_factor_recent=True)
MANAGING = replace(CAREGIVER, exists=True, second_factor_recent=True)
ROWS = (
    yes("the patient, the second factor proved within five minutes", KNOWN),
    no("the second factor proved long ago", KNOWN, Reason.SECOND_FACTOR_NEEDED, second_factor_recent=False),
    no("about nobody of the directory", KNOWN, Reason.NOT_FOUND, hidden=True, exists=False),
    no("another patient, signed in", KNOWN, is_own_record=False),
    no("the patient who still owes the second factor", KNOWN, second_factor_proved=False),
    *caregivers_case(MANAGING, MandateVerb.MANAGE_PROFESSIONALS),
    no(
        "a caregiver, the second factor proved long ago",
        with_verbs(MANAGING, MandateVerb.MANAGE_PROFESSIONALS),
        Reason.SECOND_FACTOR_NEEDED,
        second_factor_recent=False,
    ),
    no(
        "a caregiver, about nobody",
        with_verbs(MANAGING, MandateVerb.MANAGE_PROFESSIONALS),
        Reason.NOT_FOUND,
        hidden=True,
        exists=False,
    ),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
)


@each(ROWS)
def test_who_may_unblock(row: Row):
    check(ACTION, row)
