"""Reading the directories of professionals and organisations: any conformant software, whoever is behind it."""

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Reason
from tests.policy.tables import NOBODY, Row, check, each, no, yes

ACTION = Action.READ_DIRECTORY
ROWS = (
    yes("any conformant software", Facts(software_conformant=True)),
    no("withdrawn software", Facts(software_conformant=False), Reason.SOFTWARE_NOT_CONFORMANT),
    no("nobody", NOBODY, Reason.SOFTWARE_NOT_CONFORMANT),
)


@each(ROWS)
def test_who_may_read_the_directories(row: Row):
    check(ACTION, row)
