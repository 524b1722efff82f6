"""Entering a code: anybody signed in, but not the holder themself, and once for each person."""

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import NOBODY, Row, check, each, no, people_without, yes

ACTION = Action.ACCEPT_MANDATE
SOMEBODY = Facts(
    role=Role.PATIENT,
    second_factor_proved=True,
    invitation_accepted=True,
    invitation_is_own=False,
    delegate_has_one=False,
)
ROWS = (
    yes("somebody with a record", SOMEBODY),
    yes("somebody without a record, or who acts for another", SOMEBODY, role=Role.CAREGIVER),
    no(
        "a code that is wrong, too old or used",
        SOMEBODY,
        Reason.INVITATION_NOT_ACCEPTED,
        invitation_accepted=False,
    ),
    no("their own code", SOMEBODY, Reason.INVITATION_OWN, invitation_is_own=True),
    no("a second time for the same person", SOMEBODY, Reason.MANDATE_ELSEWHERE, delegate_has_one=True),
    no("who still owes the second factor", SOMEBODY, second_factor_proved=False),
    no("an agent of the helpdesk", SOMEBODY, role=Role.AGENT),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT, Role.CAREGIVER)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_enter_a_code(row: Row):
    check(ACTION, row)
