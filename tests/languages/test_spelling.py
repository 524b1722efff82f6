"""Every word of every catalogue is spelt as its language's dictionary spells it, or is a term of this project."""

import pytest

from tests.support.catalogues import phrases
from tests.support.spelling import dictionary, misspelt


def test_words_are_spelt_right(language: str):
    where = dictionary(language)
    if where is None:
        pytest.skip(
            f"no {language} dictionary on this machine: 'make test' fetches it from apt or npm when it can"
        )
    wrong = misspelt([form for entry in phrases(language) for form in entry.words], language, where)
    assert not wrong, f"mend these, or add terms to tests/languages/words-{language}.txt: {' '.join(wrong)}"
