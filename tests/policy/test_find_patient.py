"""Finding a person by matricule or exact traits: professionals and software approved for it; records play no part."""

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import NOBODY, PATIENT, Row, check, each, no, people_without, yes

ACTION = Action.FIND_PATIENT
DOCTOR = Facts(role=Role.PROFESSIONAL, software_conformant=True, scope_granted=True)
SOFTWARE = Facts(role=Role.SOFTWARE, software_conformant=True, scope_granted=True)
ROWS = (
    yes("a doctor behind software approved for looking people up", DOCTOR),
    yes("a laboratory's software approved for looking people up", SOFTWARE),
    *(
        row
        for who, facts in (("a doctor", DOCTOR), ("a laboratory's software", SOFTWARE))
        for row in (
            no(
                f"{who}, not approved for looking people up",
                facts,
                Reason.SCOPE_NOT_GRANTED,
                scope_granted=False,
            ),
            no(
                f"{who}, conformity withdrawn",
                facts,
                Reason.SOFTWARE_NOT_CONFORMANT,
                software_conformant=False,
            ),
        )
    ),
    no("the patient", PATIENT),
    *(no(who, facts) for who, facts in people_without(Role.PROFESSIONAL, Role.SOFTWARE)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_find_a_patient(row: Row):
    check(ACTION, row)
