"""What waits at the helpdesk: all queues on one page, and the requests for a record."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from patient_portal import sessions
from patient_portal.access import allows
from patient_portal.helpdesk import blueprint, queue_presenters
from patient_portal.helpdesk.forms import DecliningForm, OpeningDecisionForm, OpeningRefusalForm
from patient_portal.platform_client import NotFound, Refused
from patient_portal.platform_client.vocabulary import Action, OpeningRefusal
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
    answers = person is not None and Action.WORK_PETITIONS in person.may
    rows = queue_presenters.queues(approvals, openings, client.waiting_papers(), answers_petitions=answers)
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
    """One request: accepted once both documents were seen; to decline it, a reason is chosen first."""
    if len(number) > 20:
        abort(404)
    form, refusal = OpeningDecisionForm(), OpeningRefusalForm()
    declined = request.form.get("decision") == "decline"
    answered = refusal if declined else form
    try:
        found = platform().waiting_opening(number)
        if answered.validate_on_submit():
            if declined:
                return redirect(url_for(".decline_opening", number=number, why=refusal.why.data), 303)
            platform().accept_opening(number, identity_seen=True, card_seen=True)
            said = _(
                "The record is prepared. The letter with the activation code goes out with the next batch."
            )
            flash(said, "success")
            return after(".openings")
    except NotFound:
        return _gone()
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


@blueprint.route("/helpdesk/openings/<number>/decline", methods=["GET", "POST"])
@allows(Action.WORK_OPENINGS)
def decline_opening(number: str) -> Answer:
    """What whoever asked would read, and who gets it; nothing is declined before this was confirmed."""
    why = request.args.get("why", "")
    if len(number) > 20 or why not in list(OpeningRefusal):
        abort(404)
    form = DecliningForm()
    try:
        found = platform().waiting_opening(number)
        if form.validate_on_submit():
            flash(_declined(number, why), "success")
            return after(".openings")
    except NotFound:
        return _gone()
    except Refused as refused:
        if refused.code not in form.fields_of_reasons:
            raise
        form.refuse(refused)
    return page(
        "helpdesk/decline.html",
        form=form,
        view=queue_presenters.declining(found, OpeningRefusal(why)),
        back=url_for(".opening", number=number),
        status=422 if form.is_refused else 200,
        has_errors=form.is_refused,
    )


def _gone() -> Answer:
    flash(_("This request waits no longer."), "info")
    return after(".openings")


def _declined(number: str, why: str) -> str:
    if platform().decline_opening(number, why):
        return _("The request is declined. The person is told why. What was filled in is forgotten.")
    return _(
        "The request is declined. Nobody could be told: there is no address. What was filled in is forgotten."
    )
