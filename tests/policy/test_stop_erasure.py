"""Keeping a record after all: protects, so no fresh second factor is asked."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason
from tests.policy.ending import holder_alone
from tests.policy.tables import PATIENT, Row, check, each, no

ACTION = Action.STOP_ERASURE
ASKED = replace(PATIENT, dossier_state=DossierState.CLOSED, erasure_asked=True)
ROWS = (
    *holder_alone(ASKED, {DossierState.CLOSED}, Reason.ERASURE_NOT_ASKED, fresh=False),
    no("nobody asked for it", ASKED, Reason.ERASURE_NOT_ASKED, erasure_asked=False),
)


@each(ROWS)
def test_who_may_stop_erasure(row: Row):
    check(ACTION, row)
