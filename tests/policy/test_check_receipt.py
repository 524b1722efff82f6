"""Checking a receipt: everybody at the portal, it tells nothing of a record."""

from platform_api.facts import Facts
from platform_api.vocabulary import Action
from tests.policy.tables import NOBODY, Row, check, each, no, yes

ACTION = Action.CHECK_RECEIPT
ROWS = (
    yes("a visitor at the portal", Facts(software_is_portal=True, software_conformant=True)),
    no("another software", Facts(software_is_portal=False, software_conformant=True)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_check_a_receipt(row: Row):
    check(ACTION, row)
