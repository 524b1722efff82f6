"""What waits for a second pair of eyes, and the letters that came back."""

from flask import flash, request, url_for
from flask_babel import gettext as _

from patient_portal import labels
from patient_portal.access import allows
from patient_portal.helpdesk import blueprint
from patient_portal.helpdesk.desk_presenters import approvals_view, outline_lines
from patient_portal.helpdesk.forms import YesForm
from patient_portal.platform_client import NotFound, Refused
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_SAID = frozenset(
    {
        Reason.DECIDED_ALREADY,
        Reason.OTHER_PROFESSIONAL,
        Reason.OWN_APPROVAL,
        Reason.SUPERVISOR_NEEDED,
        Reason.NOT_ALLOWED,
    }
)


@blueprint.get("/helpdesk/approvals")
@allows(Action.READ_APPROVALS)
def approvals() -> Answer:
    """The queue, the most urgent first."""
    view = approvals_view(platform().approvals())
    return page("helpdesk/approvals.html", view=view)


@blueprint.post("/helpdesk/approvals/<approval_id>")
@allows(Action.READ_APPROVALS)
def decide(approval_id: str) -> Answer:
    """Agree or refuse."""
    agreed = request.form.get("decision") == "agree"
    try:
        platform().decide_approval(
            approval_id, agreed=agreed, professional=request.form.get("professional", "")[:200]
        )
    except NotFound:
        flash(str(labels.REASONS[Reason.DECIDED_ALREADY]), "warning")
    except Refused as refused:
        if refused.code not in _SAID:
            raise
        flash(labels.refusal(refused), "warning")
    else:
        flash(_("Agreed. It takes effect.") if agreed else _("Refused. Nothing happens."), "success")
    return after(".approvals")


@blueprint.route("/helpdesk/objection", methods=["GET", "POST"])
@allows(Action.ASK_OBJECTION)
def objection() -> Answer:
    """Enter an objection for a caller; a colleague looks at it."""
    form = YesForm()
    if form.validate_on_submit():
        platform().ask_objection()
        flash(
            _("The objection is entered. It counts once a colleague has agreed, within 24 hours."), "success"
        )
        return after(".index")
    if request.method == "GET":
        platform().case()
    return page("helpdesk/objection.html", form=form, back=url_for(".index"))


@blueprint.get("/helpdesk/journal")
@allows(Action.READ_OUTLINE)
def outline() -> Answer:
    """The caller's access log in outline: to tell them whether somebody opened their record, and when."""
    return page("helpdesk/outline.html", lines=outline_lines(platform().case_journal()))
