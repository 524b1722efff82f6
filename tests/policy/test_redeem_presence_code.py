"""Redeeming a presence code: a professional whom the holder did not block, a good code, a record that is open."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.tables import DOCTOR, NOBODY, OPEN, SHUT, Row, check, each, no, people_without, yes

ACTION = Action.REDEEM_PRESENCE_CODE
VISITED = replace(DOCTOR, scope_granted=None, presence_code_accepted=True)

ROWS = (
    *(
        yes(f"a doctor with a good code, the record is {state}", VISITED, dossier_state=state)
        for state in OPEN
    ),
    no(
        "a code that is wrong, too old or somebody else's",
        VISITED,
        Reason.PRESENCE_CODE_NOT_ACCEPTED,
        presence_code_accepted=False,
    ),
    no("a doctor whom the patient blocked", VISITED, is_blocked=True),
    no(
        "behind withdrawn software",
        VISITED,
        Reason.SOFTWARE_NOT_CONFORMANT,
        software_conformant=False,
    ),
    *(
        no(f"the record is {state}", VISITED, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in (*SHUT, DossierState.CREATED)
    ),
    *(no(who, facts) for who, facts in people_without(Role.PROFESSIONAL)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_redeem_a_presence_code(row: Row):
    check(ACTION, row)
