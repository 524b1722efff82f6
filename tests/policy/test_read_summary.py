"""A patient summary: the patient; who may see the list, and of caregivers those who may keep copies besides."""

from platform_api.vocabulary import Action, MandateVerb
from tests.policy.caregivers import CAREGIVER, caregivers_case
from tests.policy.seeing_documents import WHO_SEES_DOCUMENTS
from tests.policy.tables import Row, check, each

ACTION = Action.READ_SUMMARY
ROWS = (
    *WHO_SEES_DOCUMENTS,
    *caregivers_case(CAREGIVER, MandateVerb.LIST, MandateVerb.DOWNLOAD, hidden=True, open_only=True),
)


@each(ROWS)
def test_who_may_have_a_summary(row: Row):
    check(ACTION, row)
