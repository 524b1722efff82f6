"""The journal, by day and period."""

from flask import redirect

from patient_portal.access import allows
from patient_portal.forms import PeriodForm, page_number
from patient_portal.journal import blueprint, presenters
from patient_portal.platform_client import JournalFilters
from patient_portal.platform_client.vocabulary import Action
from patient_portal.rendering import Answer, page
from patient_portal.sessions import platform


@blueprint.get("")
@allows(Action.READ_JOURNAL)
def index() -> Answer:
    """Every act on the record, refused attempts included, the newest first."""
    form = PeriodForm.from_query()
    form.check()
    asked = JournalFilters(form.start, form.end, page_number())
    found = platform().journal(asked)
    if found.total and asked.page > found.pages:
        return redirect(presenters.page_url(form, found.pages), 303)
    context = platform().context
    view = presenters.journal_view(form, asked, found, context.account_id if context else "")
    return page("journal/index.html", block="list", form=form, view=view)
