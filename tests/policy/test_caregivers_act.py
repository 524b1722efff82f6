"""Beginning to act for somebody: whom the mandate names, while it runs."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import NOBODY, Row, check, each, no, people_without, yes

ACTION = Action.ACT_FOR
NAMED = Facts(role=Role.PATIENT, second_factor_proved=True, is_delegate=True, mandate_runs=True)
ROWS = (
    yes("the delegate", NAMED),
    yes("the delegate, who acts for another just now", NAMED, role=Role.CAREGIVER),
    no("somebody whom it does not name", NAMED, is_delegate=False),
    no("the delegate, after its end", NAMED, Reason.MANDATE_OVER, mandate_runs=False),
    no("the delegate who still owes the second factor", NAMED, second_factor_proved=False),
    no("an agent", replace(NAMED, role=Role.AGENT)),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT, Role.CAREGIVER)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_begin(row: Row):
    check(ACTION, row)
