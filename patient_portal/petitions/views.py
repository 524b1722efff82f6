"""Ask about an access, ask for something to be put right, complain; read the answers; and answer, as a supervisor."""

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from patient_portal import labels, sessions
from patient_portal.access import allows
from patient_portal.petitions import blueprint, presenters
from patient_portal.petitions.forms import AccessForm, AnswerForm, AskForm
from patient_portal.platform_client import Refused
from patient_portal.platform_client.vocabulary import Action, PetitionKind, Reason
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_KEPT = frozenset({Reason.TOO_MANY_PETITIONS, Reason.VALUE_NOT_ALLOWED, Reason.PETITION_CLOSED})


@blueprint.get("/petitions")
@allows(Action.READ_PETITIONS)
def index() -> Answer:
    """Everything that was asked, with the answers."""
    return page("petitions/index.html", rows=presenters.rows(platform().petitions()))


@blueprint.route("/petitions/new", methods=["GET", "POST"])
@allows(Action.READ_PETITIONS)
def new() -> Answer:
    """Ask for something to be put right, in a document or anywhere, or complain."""
    someone = sessions.person()
    if someone is None or Action.READ_PETITIONS not in someone.may:
        abort(403)  # said before anything is typed
    form, client = AskForm(), platform()
    document = request.args.get("document", "")
    if request.method == "GET" and request.args.get("kind") in (
        PetitionKind.RECTIFICATION,
        PetitionKind.COMPLAINT,
    ):
        form.kind.data = request.args["kind"]
    title = client.document(document).title if document else ""
    if form.validate_on_submit():
        try:
            number = client.ask_petition(
                PetitionKind(form.kind.data), form.text.data or "", document=document
            )
        except Refused as refused:
            if refused.code not in _KEPT:
                raise
            form.refuse(refused)
        else:
            flash(_("We have received it. Number: %(number)s", number=number), "success")
            return after(".index")
    back = url_for("documents.show", document_id=document) if document else url_for(".index")
    return page("petitions/new.html", form=form, title=title, cancel_url=back)


@blueprint.route("/journal/<entry_id>/question", methods=["GET", "POST"])
@allows(Action.READ_PETITIONS)
def about_an_access(entry_id: str) -> Answer:
    """I do not recognise this access: ask, and read the answer beside the entry."""
    someone = sessions.person()
    if someone is None or Action.READ_PETITIONS not in someone.may:
        abort(403)  # said before anything is typed
    client, form = platform(), AccessForm()
    entry = client.journal_entry(entry_id)
    if form.validate_on_submit():
        try:
            number = client.ask_petition(PetitionKind.ACCESS_QUESTION, form.text.data or "", entry=entry_id)
        except Refused as refused:
            if refused.code not in _KEPT:
                raise
            form.refuse(refused)
        else:
            flash(_("We have received it. Number: %(number)s", number=number), "success")
            return after(".index")
    back = url_for("journal.entry", entry_id=entry_id)
    return page("petitions/access.html", form=form, about=presenters.about(entry), cancel_url=back)


@blueprint.post("/petitions/<petition_id>/withdraw")
@allows(Action.READ_PETITIONS)
def withdraw(petition_id: str) -> Answer:
    """No answer is wanted any more."""
    platform().withdraw_petition(petition_id)
    flash(_("The request is withdrawn."), "success")
    return after(".index")


@blueprint.get("/helpdesk/petitions")
@allows(Action.WORK_PETITIONS)
def queue() -> Answer:
    """What waits for an answer, the most urgent first."""
    return page("petitions/queue.html", rows=presenters.queue(platform().petition_queue()))


@blueprint.route("/helpdesk/petitions/<petition_id>", methods=["GET", "POST"])
@allows(Action.WORK_PETITIONS)
def answer(petition_id: str) -> Answer:
    """Read one and answer it."""
    client, form = platform(), AnswerForm()
    if form.validate_on_submit():
        try:
            client.answer_petition(petition_id, form.text.data or "")
        except Refused as refused:
            if refused.code not in _KEPT:
                raise
            form.refuse(refused)
        else:
            flash(_("The answer is sent."), "success")
            return after(".queue")
    try:
        found = client.take_petition(petition_id)
    except Refused as refused:
        if refused.code is not Reason.PETITION_CLOSED:
            raise
        flash(labels.refusal(refused), "warning")
        return after(".queue")
    if not found.text:
        abort(404)
    return page("petitions/answer.html", form=form, row=presenters.row(found), about=presenters.told(found))
