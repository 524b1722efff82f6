"""Activating a record with the letter: a visitor at the portal with a letter that counts, for a record nobody shut."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.tables import NOBODY, OPEN, SHUT, VISITOR, Row, check, each, no, yes

ACTION = Action.ACTIVATE_RECORD
WITH_LETTER = replace(VISITOR, letter_accepted=True, dossier_state=DossierState.CREATED)
UNDERWAY = Facts(activation_open=True, software_is_portal=True, software_conformant=True)
ROWS = (
    yes("a visitor whose letter is accepted, the record waits", WITH_LETTER),
    *(
        yes(
            f"a visitor with a new letter for a record that is {state}: lost ways in are replaced",
            WITH_LETTER,
            dossier_state=state,
        )
        for state in OPEN
    ),
    yes("the same visitor, further on in the activation", UNDERWAY),
    no(
        "a visitor whose letter is not accepted",
        WITH_LETTER,
        Reason.LETTER_NOT_ACCEPTED,
        letter_accepted=False,
    ),
    *(
        no(
            f"an accepted letter for a record that is {state}: the same answer as a wrong code",
            WITH_LETTER,
            Reason.LETTER_NOT_ACCEPTED,
            dossier_state=state,
        )
        for state in SHUT
    ),
    no("a letter, but through other software than the portal", WITH_LETTER, software_is_portal=False),
    no("a letter, the portal's conformity withdrawn", WITH_LETTER, software_conformant=False),
    no("somebody signed in", WITH_LETTER, role=Role.PATIENT),
    no("software of a hospital", WITH_LETTER, role=Role.SOFTWARE),
    no("an activation that is over", UNDERWAY, activation_open=False),
    no("an activation under way, through other software", UNDERWAY, software_is_portal=False),
    no("an activation under way, the portal's conformity withdrawn", UNDERWAY, software_conformant=False),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_activate_a_record(row: Row):
    check(ACTION, row)
