"""Ending another of one's own sessions from afar."""

from platform_api.vocabulary import Action, Reason
from tests.policy.tables import HOLDER, NOBODY, Row, check, each, no, yes

ACTION = Action.END_SESSION
ROWS = (
    yes("the holder, and the session is one of theirs", HOLDER, exists=True),
    no("a session that is not theirs, or none", HOLDER, Reason.NOT_FOUND, hidden=True, exists=False),
    no("somebody else's account", HOLDER, exists=True, is_own_account=False),
    no("the holder who still owes the second factor", HOLDER, exists=True, second_factor_proved=False),
    no("through other software than the portal", HOLDER, exists=True, software_is_portal=False),
    no("the portal's conformity withdrawn", HOLDER, exists=True, software_conformant=False),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_end_a_session(row: Row):
    check(ACTION, row)
