"""Every code that the platform may send has a word of its own in the portal."""

from enum import StrEnum

import pytest

from patient_portal import labels
from patient_portal.messages.wording import WORDINGS
from patient_portal.messages.wording_texts import TEXTS
from platform_api import document_types, vocabulary

ENUMERATIONS = [
    value
    for value in vars(vocabulary).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
]


@pytest.mark.parametrize("codes", ENUMERATIONS, ids=lambda codes: codes.__name__)
def test_every_code_has_a_word(codes: type[StrEnum]):
    tables = [*vars(labels).values(), WORDINGS | TEXTS]
    mine = [
        table
        for table in tables
        if isinstance(table, dict) and table and isinstance(next(iter(table)), codes)
    ]
    assert mine, f"neither patient_portal.labels nor the messages have words for {codes.__name__}"
    assert [code for code in codes if code not in mine[0]] == []


def test_every_document_group_has_a_word():
    assert set(document_types.GROUPS) - set(labels.DOCUMENT_GROUPS) == set()
