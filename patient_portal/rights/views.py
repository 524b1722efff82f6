"""The rights' page, for everybody; one's own requests and the choice about research, for whoever is signed in."""

from flask import flash, request, url_for
from flask_babel import gettext as _

from patient_portal import sessions
from patient_portal.access import allows, public
from patient_portal.platform_client.vocabulary import Action
from patient_portal.record_view import state_now
from patient_portal.rendering import Answer, after, page
from patient_portal.rights import blueprint, presenters
from patient_portal.rights.forms import ALLOWED, NOT_ALLOWED, SecondaryUseForm
from patient_portal.sessions import platform


@blueprint.get("")
@public
def index() -> Answer:
    """Every right with its button; one's own requests where somebody is signed in."""
    context = sessions.person()
    is_holder = context is not None and Action.READ_PETITIONS in context.may
    return page(
        "rights/index.html",
        rights=presenters.rights(context),
        requests=presenters.lines(platform().petitions()) if is_holder else [],
        is_holder=is_holder,
        record=state_now(context) if is_holder else None,
        delays=presenters.delays(platform().legal_delays()),
    )


@blueprint.route("/secondary-use", methods=["GET", "POST"])
@allows(Action.SET_SECONDARY_USE)
def secondary_use() -> Answer:
    """Object to the use of one's data for research and planning, or allow it again."""
    form = SecondaryUseForm()
    now_allowed = platform().dossier().secondary_use
    if request.method == "GET":
        form.allowed.data = ALLOWED if now_allowed else NOT_ALLOWED
    if form.validate_on_submit():
        platform().set_secondary_use(form.allowed.data == ALLOWED)
        flash(_("Your choice is saved. It counts from this moment."), "success")
        return after(".secondary_use")
    return page("rights/secondary_use.html", form=form, allowed=now_allowed, cancel_url=url_for(".index"))
