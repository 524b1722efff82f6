"""What a person may ask the list of documents for, as it stands in the address."""

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.forms import PeriodForm, TextField, page_number
from patient_portal.labels import DOCUMENT_GROUPS
from patient_portal.platform_client import DocumentFilters

NEWEST_FIRST = "-date"
SORTS: dict[str, LazyString] = {
    NEWEST_FIRST: _l("Newest first"),
    "date": _l("Oldest first"),
    "type": _l("Kind"),
    "author": _l("Author"),
    "custodian": _l("Organisation"),
}


class SearchField(TextField):
    """The words to look for; a person types a few of them."""

    longest = 200


class FilterForm(PeriodForm):
    """Search and filters; what was typed wrong is explained, a choice that does not exist is left out."""

    q = SearchField(_l("Search in your documents"))
    group = TextField(_l("Kind of document"))
    organisation = TextField(_l("Organisation"))

    @property
    def sort(self) -> str:
        """How the list is ordered."""
        asked = request.args.get("sort", NEWEST_FIRST)
        return asked if asked in SORTS else NEWEST_FIRST

    def filters(self) -> DocumentFilters:
        """Everything of it that is right."""
        group, organisation = self.group.data or "", self.organisation.data or ""
        return DocumentFilters(
            words="" if self.q.errors else self.q.data or "",
            group=group if group in DOCUMENT_GROUPS else "",
            organisation=organisation if len(organisation) <= 64 else "",
            start=self.start,
            end=self.end,
            sort=self.sort,
            page=page_number(),
        )
