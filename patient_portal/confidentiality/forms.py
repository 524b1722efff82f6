"""What a person chooses about who may see their documents."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from patient_portal.choices import ChoiceField
from patient_portal.forms import Form
from patient_portal.labels import CONFIDENTIALITY
from patient_portal.platform_client.vocabulary import Confidentiality

AS_USUAL = ""
_LEVELS = {level.value: words for level, words in CONFIDENTIALITY.items()}


class LevelForm(Form):
    """The level of one document."""

    level = ChoiceField(_l("Who may see this document?"), _LEVELS)

    @property
    def chosen(self) -> Confidentiality:
        """The level that was chosen."""
        return Confidentiality(self.level.data)


class LevelsForm(Form):
    """The level of new documents, and of single types (`type-<code>`, empty: as usual)."""

    level = ChoiceField(_l("Who may see new documents?"), _LEVELS)

    @property
    def chosen(self) -> Confidentiality:
        """The level of new documents."""
        return Confidentiality(self.level.data)

    def types(self, codes: list[str]) -> dict[str, Confidentiality | None]:
        """What was chosen for each of these types; what is no level counts as usual."""
        return {code: _level(request.form.get(f"type-{code}", AS_USUAL)) for code in codes}


def _level(text: Any) -> Confidentiality | None:
    return Confidentiality(text) if text in _LEVELS else None
