"""A complaint or a correction typed for a caller, or from the paper form that lies with the case."""

from flask import flash, url_for
from flask_babel import gettext as _

from patient_portal.access import allows
from patient_portal.helpdesk import blueprint
from patient_portal.helpdesk.forms import PetitionForm
from patient_portal.platform_client import Case, Refused
from patient_portal.platform_client.vocabulary import Action, PaperKind, Reason
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_SAID = frozenset({Reason.TOO_MANY_PETITIONS, Reason.VALUE_NOT_ALLOWED})


@blueprint.route("/helpdesk/petition", methods=["GET", "POST"])
@allows(Action.ENTER_PETITION)
def petition() -> Answer:
    """Type what the person says or wrote; a supervisor answers within a month."""
    form, client = PetitionForm(), platform()
    case = client.case()
    if form.validate_on_submit():
        try:
            number = client.enter_petition(form.kind.data, form.text.data or "")
        except Refused as refused:
            if refused.code not in _SAID:
                raise
            form.refuse(refused)
        else:
            flash(_("The request is entered. Number: %(number)s", number=number), "success")
            return after(".index")
    return page("helpdesk/petition.html", form=form, back=url_for(".index"), pages=_pages(case))


def _pages(case: Case) -> list[str]:
    """The scan of the complaint that lies with the case, page by page."""
    if case.paper is None or case.paper.kind is not PaperKind.COMPLAINT:
        return []
    number = case.paper.number
    count = platform().paper(number).pages
    return [url_for("papers.picture", number=number, place=place) for place in range(1, count + 1)]
