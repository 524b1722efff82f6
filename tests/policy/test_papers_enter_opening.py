"""A request for a record on paper is entered by who has it in hand; a colleague's is a supervisor's."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason
from tests.policy.papers import IN_HAND, with_a_form
from tests.policy.tables import Row, check, each, no

ACTION = Action.ENTER_OPENING
AGENT = replace(IN_HAND, supervisor_needed=False)
ROWS = (
    *with_a_form(AGENT),
    no("an agent where a supervisor is needed", AGENT, Reason.SUPERVISOR_NEEDED, supervisor_needed=True),
)


@each(ROWS)
def test_who_may_enter_a_request(row: Row):
    check(ACTION, row)
