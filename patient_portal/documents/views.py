"""The list of documents, and one document with its original, its pages and its pictures."""

from flask import redirect

from patient_portal.access import allows
from patient_portal.documents import blueprint, presenters
from patient_portal.documents.forms import FilterForm
from patient_portal.platform_client.vocabulary import Action
from patient_portal.rendering import Answer, page
from patient_portal.sessions import platform


@blueprint.get("")
@allows(Action.LIST_DOCUMENTS)
def index() -> Answer:
    """The documents of the record, searched, filtered, sorted and paged."""
    form = FilterForm.from_query()
    form.check()
    asked = form.filters()
    found = platform().documents(asked)
    if found.total and asked.page > found.pages:
        return redirect(presenters.last_page_url(form, asked, found), 303)
    view = presenters.list_view(form, asked, found, platform().document_types())
    return page("documents/index.html", block="list", form=form, view=view)
