"""Key figures name nobody: whoever comes through conformant software may have them."""

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Reason
from tests.policy.tables import NOBODY, VISITOR, Row, check, each, no, yes

ACTION = Action.READ_FIGURES
ROWS = (
    yes("through conformant software", Facts(software_conformant=True)),
    no("without any software", NOBODY, Reason.SOFTWARE_NOT_CONFORMANT),
    no("through withdrawn software", VISITOR, Reason.SOFTWARE_NOT_CONFORMANT, software_conformant=False),
)


@each(ROWS)
def test_who_may_read_key_figures(row: Row):
    check(ACTION, row)
