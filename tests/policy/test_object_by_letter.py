"""Objecting to the record with the letter alone, within the delay (no account needed)."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.tables import ALL_STATES, NOBODY, VISITOR, Row, check, each, no, yes

ACTION = Action.OBJECT_BY_LETTER
WITH_LETTER = replace(
    VISITOR, letter_accepted=True, dossier_state=DossierState.CREATED, objection_in_time=True
)
ROWS = (
    yes("a visitor with an accepted letter, the record waits, the delay runs", WITH_LETTER),
    no("the letter is not accepted", WITH_LETTER, Reason.LETTER_NOT_ACCEPTED, letter_accepted=False),
    no("the delay is over", WITH_LETTER, Reason.OBJECTION_TOO_LATE, objection_in_time=False),
    *(
        no(
            f"the record is {state} already: nothing told but that the letter does not count",
            WITH_LETTER,
            Reason.LETTER_NOT_ACCEPTED,
            dossier_state=state,
        )
        for state in sorted(ALL_STATES - {DossierState.CREATED})
    ),
    no("through other software than the portal", WITH_LETTER, software_is_portal=False),
    no("the portal's conformity withdrawn", WITH_LETTER, software_conformant=False),
    no("somebody signed in", WITH_LETTER, role=Role.PATIENT),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_object_by_letter(row: Row):
    check(ACTION, row)
