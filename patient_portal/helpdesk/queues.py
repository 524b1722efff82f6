"""What waits at the helpdesk: all queues on one page, and the requests for a record."""

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from patient_portal import sessions
from patient_portal.access import allows
from patient_portal.helpdesk import blueprint, queue_presenters
from patient_portal.helpdesk.forms import OpeningDecisionForm
from patient_portal.platform_client import NotFound, Refused, WaitingOpening
from patient_portal.platform_client.vocabulary import Action
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform


@blueprint.get("/helpdesk/queues")
@allows(Action.READ_APPROVALS)
def queues() -> Answer:
    """How much waits where, since when, until when."""
    client = platform()
    approvals, openings = client.approvals(), client.waiting_openings()
    person = sessions.person()
    petitions = client.petition_queue() if person and Action.WORK_PETITIONS in person.may else None
    rows = queue_presenters.queues(approvals, openings, client.waiting_papers(), petitions)
    return page("helpdesk/queues.html", rows=rows)


@blueprint.get("/helpdesk/openings")
@allows(Action.WORK_OPENINGS)
def openings() -> Answer:
    """The requests for a record, the most urgent first."""
    rows = [queue_presenters.opening(one) for one in platform().waiting_openings()]
    return page("helpdesk/openings.html", rows=rows)


@blueprint.route("/helpdesk/openings/<number>", methods=["GET", "POST"])
@allows(Action.WORK_OPENINGS)
def opening(number: str) -> Answer:
    """One request: accepted once both documents were seen, or declined."""
    form = OpeningDecisionForm()
    found = _waiting(number)
    if found is None:
        flash(_("This request waits no longer."), "info")
        return after(".openings")
    if request.method == "POST":
        declined = request.form.get("decision") == "decline"
        if declined or form.validate_on_submit():
            try:
                platform().decide_opening(
                    number, accepted=not declined, identity_seen=not declined, card_seen=not declined
                )
            except NotFound:
                flash(_("This request waits no longer."), "info")
                return after(".openings")
            except Refused as refused:
                if refused.code not in form.fields_of_reasons:
                    raise
                form.refuse(refused)
            else:
                flash(_said(declined=declined), "success")
                return after(".openings")
    return page(
        "helpdesk/opening.html", form=form, row=queue_presenters.opening(found), back=url_for(".openings")
    )


def _waiting(number: str) -> WaitingOpening | None:
    if len(number) > 20:
        abort(404)
    return next((one for one in platform().waiting_openings() if one.number == number), None)


def _said(*, declined: bool) -> str:
    if declined:
        return _("The request is declined. What was filled in is forgotten.")
    return _("The record is prepared. The letter with the activation code goes out with the next batch.")
