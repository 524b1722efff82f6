"""What waits at the helpdesk: all queues on one page, and the requests for a record."""

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from patient_portal import sessions
from patient_portal.access import allows
from patient_portal.helpdesk import blueprint, queue_presenters
from patient_portal.helpdesk.forms import OpeningDecisionForm, OpeningRefusalForm
from patient_portal.platform_client import NotFound, Refused
from patient_portal.platform_client.vocabulary import Action
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_AT_ONCE = 100


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
    """The requests for a record, the most urgent first, a hundred at a time."""
    found = platform().waiting_openings(request.args.get("after", ""))
    rows = [queue_presenters.opening(one) for one in found.waiting]
    more = rows[-1].number if len(rows) == _AT_ONCE else ""
    return page("helpdesk/openings.html", rows=rows, count=found.count, more=more)


@blueprint.route("/helpdesk/openings/<number>", methods=["GET", "POST"])
@allows(Action.WORK_OPENINGS)
def opening(number: str) -> Answer:
    """One request: accepted once both documents were seen, or declined for a reason."""
    if len(number) > 20:
        abort(404)
    form, refusal, client = OpeningDecisionForm(), OpeningRefusalForm(), platform()
    declined = request.form.get("decision") == "decline"
    answered = refusal if declined else form
    try:
        found = client.waiting_opening(number)
        if answered.validate_on_submit():
            said = _decided(number, refusal.why.data if declined else None)
            flash(said, "success")
            return after(".openings")
    except NotFound:
        flash(_("This request waits no longer."), "info")
        return after(".openings")
    except Refused as refused:
        if refused.code not in form.fields_of_reasons:
            raise
        answered.refuse(refused)
    return page(
        "helpdesk/opening.html",
        form=form,
        refusal=refusal,
        wrong=answered,
        row=queue_presenters.opening(found),
        back=url_for(".openings"),
        status=422 if answered.is_refused else 200,
        has_errors=answered.is_refused,
    )


def _decided(number: str, why: str | None) -> str:
    if why is None:
        platform().accept_opening(number, identity_seen=True, card_seen=True)
        return _("The record is prepared. The letter with the activation code goes out with the next batch.")
    if platform().decline_opening(number, why):
        return _("The request is declined. The person is told why. What was filled in is forgotten.")
    return _(
        "The request is declined. Nobody could be told: there is no address. What was filled in is forgotten."
    )
