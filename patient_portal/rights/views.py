"""The rights' page, for everybody; requests and the choice about research, for whoever is signed in."""

from flask import flash, request, url_for
from flask_babel import gettext as _

from patient_portal import sessions
from patient_portal.access import allows, public
from patient_portal.platform_client import NotFound, Refused
from patient_portal.platform_client.vocabulary import Action, Reason, RequestKind
from patient_portal.rendering import Answer, after, page
from patient_portal.rights import blueprint, presenters
from patient_portal.rights.forms import ALLOWED, NOT_ALLOWED, RequestForm, SecondaryUseForm
from patient_portal.sessions import platform

_FORM_REASONS = frozenset({Reason.REQUEST_EMPTY, Reason.REQUEST_TOO_LONG, Reason.TOO_MANY_TRIES})


@blueprint.get("")
@public
def index() -> Answer:
    """Every right with its button; one's own requests where somebody is signed in."""
    context = sessions.person()
    own = platform().own_requests() if context and Action.READ_REQUESTS in context.may else None
    return page(
        "rights/index.html",
        rights=presenters.rights(),
        requests=presenters.lines(own.requests) if own else [],
        is_holder=own is not None,
        delays=presenters.delays(platform().legal_delays()),
    )


@blueprint.route("/rectification", methods=["GET", "POST"], defaults={"kind": RequestKind.RECTIFICATION})
@blueprint.route("/complaint", methods=["GET", "POST"], defaults={"kind": RequestKind.COMPLAINT})
@allows(Action.MAKE_REQUEST)
def ask(kind: RequestKind) -> Answer:
    """Ask for a correction, or complain, in one's own words."""
    form = RequestForm()
    if request.method == "GET":
        form.document.data = request.args.get("document", "")
    if form.validate_on_submit():
        try:
            made = platform().make_request(kind, form.text.data or "", form.document.data or None)
        except NotFound:
            form.document.data = ""
            form.add_error(
                None, _("This document is not in your record any more. Describe it in your words.")
            )
        except Refused as refused:
            if refused.code not in _FORM_REASONS:
                raise
            form.refuse(refused)
        else:
            flash(_("We have received your request. Its number: %(number)s", number=made.number), "success")
            return after(".index")
    return page("rights/ask.html", form=form, is_complaint=kind is RequestKind.COMPLAINT)


@blueprint.post("/requests/<number>/withdraw")
@allows(Action.MAKE_REQUEST)
def withdraw(number: str) -> Answer:
    """Take a request back; one that is over already is what was wanted."""
    try:
        platform().withdraw_request(number)
    except NotFound:
        return after(".index")
    flash(_("Your request is withdrawn."), "success")
    return after(".index")


@blueprint.route("/secondary-use", methods=["GET", "POST"])
@allows(Action.SET_SECONDARY_USE)
def secondary_use() -> Answer:
    """Object to the use of one's data for research and planning, or allow it again."""
    form = SecondaryUseForm()
    now_allowed = platform().own_requests().secondary_use
    if request.method == "GET":
        form.allowed.data = ALLOWED if now_allowed else NOT_ALLOWED
    if form.validate_on_submit():
        platform().set_secondary_use(form.allowed.data == ALLOWED)
        flash(_("Your choice is saved. It counts from this moment."), "success")
        return after(".secondary_use")
    return page("rights/secondary_use.html", form=form, allowed=now_allowed, cancel_url=url_for(".index"))
