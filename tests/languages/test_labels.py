"""Every code that the platform may send has a word of its own in the portal."""

from enum import StrEnum

import pytest

from patient_portal import labels
from platform_api import document_types, vocabulary

WORDED_IN_MAIL = {"Notice"}  # what must be told: worded where the messages are written
ENUMERATIONS = [
    value
    for value in vars(vocabulary).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
]


@pytest.mark.parametrize("codes", ENUMERATIONS, ids=lambda codes: codes.__name__)
def test_every_code_has_a_word(codes: type[StrEnum]):
    if codes.__name__ in WORDED_IN_MAIL:
        pytest.skip("told by mail or text message, not on a page")
    tables = [value for value in vars(labels).values() if isinstance(value, dict) and value]
    mine = [table for table in tables if isinstance(next(iter(table)), codes)]
    assert mine, f"patient_portal.labels has no table for {codes.__name__}"
    assert [code for code in codes if code not in mine[0]] == []


def test_every_document_group_has_a_word():
    assert set(document_types.GROUPS) - set(labels.DOCUMENT_GROUPS) == set()
