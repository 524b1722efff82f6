"""What a person may ask the list of documents for, as it stands in the address."""

from collections.abc import Mapping

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from patient_portal.forms import DayField, Form, TextField
from patient_portal.labels import DOCUMENT_GROUPS
from patient_portal.platform_client import DocumentFilters

NEWEST_FIRST = "-date"
SORTS = (NEWEST_FIRST, "date", "type", "author", "custodian")
LAST_PAGE = 100_000
_END_BEFORE_START = _l("This day comes before the first one. Choose a later day, or leave the field empty.")
_TOO_LONG_TO_SEARCH = _l("These are too many words to search for. Type a few of them.")


class SearchField(TextField):
    """The words to look for."""

    longest = 200


class FilterForm(Form):
    """Search and filters; whatever cannot be right is explained, or left out where nobody typed it."""

    q = SearchField(_l("Search in your documents"))
    group = SelectField(_l("Kind of document"), validate_choice=False)
    organisation = SelectField(_l("Organisation"), validate_choice=False)

    def check(self) -> None:
        """Look for mistakes; each is kept beside its field."""
        if not self.validate():
            self._was_refused = True
        start, end = self["from"].day, self["to"].day
        if start and end and end < start:
            self.add_error("to", _END_BEFORE_START)

    def filters(self) -> DocumentFilters:
        """What of it can be asked of the platform: all that is right."""
        given = request.args
        group = self.group.data or ""
        sort = given.get("sort", NEWEST_FIRST)
        return DocumentFilters(
            words="" if self.q.errors else self.q.data or "",
            group=group if group in DOCUMENT_GROUPS else "",
            organisation=_identifier(self.organisation.data or ""),
            start=self["from"].day,
            end=None if self["to"].errors else self["to"].day,
            sort=sort if sort in SORTS else NEWEST_FIRST,
            page=page_number(given),
        )


FilterForm.from_ = None  # type: ignore[attr-defined]
