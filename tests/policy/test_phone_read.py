"""Looking up the registered telephone number: the person whose it is, at nobody's behalf."""

from dataclasses import replace

from platform_api.vocabulary import Action, Role
from tests.policy.tables import NOBODY, PATIENT, VISITOR, Row, check, each, no, people_without, yes

ACTION = Action.READ_PHONE
OWN = replace(PATIENT, software_is_portal=True, software_conformant=True)
ROWS = (
    yes("the person themself", OWN),
    no("somebody else, signed in", OWN, is_own_record=False),
    no("the person who still owes the second factor", OWN, second_factor_proved=False),
    no("through other software than the portal", OWN, software_is_portal=False),
    no("the portal's conformity withdrawn", OWN, software_conformant=False),
    *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
    no("a visitor", VISITOR),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_read_the_phone(row: Row):
    check(ACTION, row)
