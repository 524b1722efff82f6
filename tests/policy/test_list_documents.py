"""Listing a record's documents: the patient; a professional with a link to the record, or in an attested emergency."""

from platform_api.vocabulary import Action, MandateVerb
from tests.policy.caregivers import CAREGIVER, caregivers_case
from tests.policy.seeing_documents import WHO_SEES_DOCUMENTS
from tests.policy.tables import Row, check, each

ACTION = Action.LIST_DOCUMENTS
ROWS = (*WHO_SEES_DOCUMENTS, *caregivers_case(CAREGIVER, MandateVerb.LIST, hidden=True, open_only=True))


@each(ROWS)
def test_who_may_list_documents(row: Row):
    check(ACTION, row)
