"""Telling of readings in one's own system: software that was approved for it, about anybody's record; nobody else."""

from dataclasses import replace

from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import (
    NOBODY,
    OPERATOR,
    PATIENT,
    Row,
    check,
    each,
    no,
    people_without,
    yes,
)
from tests.policy.tables import SOFTWARE as DEPOSITING

ACTION = Action.REPORT_ACCESS
SOFTWARE = replace(
    DEPOSITING,
    software_may_deposit=None,
    dossier_state=None,
    is_blocked=None,
    scope_granted=True,
    exists=True,
)

ROWS = (
    yes("a hospital's software, whatever the record's state: what happened there happened", SOFTWARE),
    no("there is no such record", SOFTWARE, Reason.NOT_FOUND, hidden=True, exists=False),
    no("withdrawn software", SOFTWARE, Reason.SOFTWARE_NOT_CONFORMANT, software_conformant=False),
    no("software without the scope", SOFTWARE, Reason.SCOPE_NOT_GRANTED, scope_granted=False),
    no("the patient", PATIENT),
    no("an operator", OPERATOR),
    *(no(who, facts) for who, facts in people_without(Role.SOFTWARE, Role.PATIENT, Role.OPERATOR)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_tell_of_readings_elsewhere(row: Row):
    check(ACTION, row)
