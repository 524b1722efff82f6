"""A record is specially protected at the helpdesk by a supervisor."""

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.GUARD_RECORD
SUPERVISOR = Facts(role=Role.SUPERVISOR, second_factor_proved=True, exists=True)
ROWS = (
    yes("a supervisor", SUPERVISOR),
    no("a supervisor who still owes the second factor", SUPERVISOR, second_factor_proved=False),
    no("a supervisor, about nothing", SUPERVISOR, Reason.NOT_FOUND, hidden=True, exists=False),
    no("a patient", PATIENT),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.SUPERVISOR)),
)


@each(ROWS)
def test_only_a_supervisor(row: Row):
    check(ACTION, row)
