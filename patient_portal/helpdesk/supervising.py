"""The supervisor's pages: the sample, the figures, who works at the helpdesk."""

from flask import flash, request
from flask_babel import gettext as _

from patient_portal import labels
from patient_portal.access import allows
from patient_portal.helpdesk import blueprint
from patient_portal.helpdesk.desk_presenters import emergency_row, supervision_view
from patient_portal.helpdesk.forms import GuardForm, MemberForm
from patient_portal.platform_client import NotFound, Refused
from patient_portal.platform_client.vocabulary import Action, Reason, Verdict
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform


@blueprint.get("/helpdesk/supervision")
@allows(Action.SUPERVISE)
def supervision() -> Answer:
    """Cases to look at, attempts that were refused, the month in numbers."""
    return page("helpdesk/supervision.html", view=supervision_view(platform().supervision()))


@blueprint.post("/helpdesk/supervision/<case_id>")
@allows(Action.SUPERVISE)
def review(case_id: str) -> Answer:
    """Say what was found in a case."""
    wanted = request.form.get("verdict", "")
    if wanted in list(Verdict):
        platform().review_case(case_id, wanted)
        flash(_("Your finding is kept."), "success")
    return after(".supervision")


@blueprint.route("/helpdesk/staff", methods=["GET", "POST"])
@allows(Action.MANAGE_STAFF)
def staff() -> Answer:
    """Who works at the helpdesk; somebody new is added here."""
    form, told = MemberForm(), None
    if form.validate_on_submit():
        try:
            told = platform().add_staff(
                form.email.data or "", form.given.data or "", form.family.data or "", form.role.data
            )
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
    members = platform().staff()
    return page("helpdesk/staff.html", form=form, members=members, told=told, roles=labels.ROLES)


@blueprint.post("/helpdesk/staff/<account_id>")
@allows(Action.MANAGE_STAFF)
def suspend(account_id: str) -> Answer:
    """Suspend somebody at once, or let them back."""
    active = request.form.get("state") == "active"
    platform().suspend_staff(account_id, active=active)
    said = _("They may sign in again.") if active else _("They are signed out and can no longer sign in.")
    flash(said, "success")
    return after(".staff")


@blueprint.route("/helpdesk/software", methods=["GET", "POST"])
@allows(Action.SUPERVISE)
def software() -> Answer:
    """Ask for a software version's conformity to be given or taken; somebody else must agree."""
    client_id = request.form.get("client_id", "")
    if client_id:
        platform().ask_conformity(client_id, conformant=request.form.get("wanted") == "give")
        flash(_("Asked for. A colleague must agree within 24 hours."), "success")
        return after(".approvals")
    return page("helpdesk/software.html", versions=platform().software_versions())


@blueprint.get("/helpdesk/emergencies")
@allows(Action.SUPERVISE)
def emergencies() -> Answer:
    """Accesses in an emergency, to be looked at afterwards."""
    rows = [emergency_row(one) for one in platform().emergencies()]
    verdicts = [(code.value, str(words)) for code, words in labels.VERDICTS.items()]
    return page("helpdesk/emergencies.html", rows=rows, verdicts=verdicts)


@blueprint.post("/helpdesk/emergencies/<entry_id>")
@allows(Action.SUPERVISE)
def review_emergency(entry_id: str) -> Answer:
    """Say what was found about one."""
    wanted = request.form.get("verdict", "")
    if wanted in list(Verdict):
        platform().review_emergency(entry_id, wanted)
        flash(_("Your finding is kept."), "success")
    return after(".emergencies")


@blueprint.route("/helpdesk/guarded", methods=["GET", "POST"])
@allows(Action.SUPERVISE)
def guarded() -> Answer:
    """Protect a record specially: agents then need a supervisor's word before each case."""
    form = GuardForm()
    if request.method == "GET":
        platform().staff()
    elif form.validate_on_submit():
        try:
            platform().guard_record(form.matricule.data or "", guarded=form.wanted.data == "guard")
        except NotFound:
            form.add_error("matricule", labels.REASONS[Reason.PATIENT_UNKNOWN])
        else:
            flash(_("Done. It counts from the next call."), "success")
            return after(".supervision")
    return page("helpdesk/guarded.html", form=form)
