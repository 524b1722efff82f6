"""Opening a closed record again, as long as it is kept: its holder, or an agent for a caller proved at L2."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.ending import CLOSED, holder_alone
from tests.policy.helpdesk import OF_THE_HOLDER, agents_case, holders_own, proved
from tests.policy.tables import Row, check, each, no

ACTION = Action.REOPEN_RECORD
ASKED = replace(OF_THE_HOLDER, dossier_state=DossierState.CLOSED)
ROWS = (
    *holder_alone(CLOSED, {DossierState.CLOSED}, Reason.RECORD_NOT_CLOSED, but=(Role.AGENT,)),
    *agents_case(ASKED, 2),
    *holders_own(ASKED),
    *(
        no(
            f"an agent, while the record is {state}",
            proved(2, ASKED),
            Reason.RECORD_NOT_CLOSED,
            dossier_state=state,
        )
        for state in sorted(set(DossierState) - {DossierState.CLOSED})
    ),
)


@each(ROWS)
def test_who_may_reopen_record(row: Row):
    check(ACTION, row)
