"""A caregiver's pages: entering a code, choosing for whom to act, stopping, resigning."""

from flask import flash, request
from flask_babel import gettext as _

from patient_portal import sessions
from patient_portal.access import allows
from patient_portal.caregivers import blueprint, presenters
from patient_portal.caregivers.forms import CodeForm, StepForm
from patient_portal.platform_client import NotFound, Refused
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform


@blueprint.route("/caregivers/accept", methods=["GET", "POST"])
@allows(Action.READ_ACTING)
def accept() -> Answer:
    """Enter the code of somebody whom one is to help, and take the duties on."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            accepted = platform().accept_mandate(form.code.data or "")
        except Refused as refused:
            if refused.code not in CodeForm.fields_of_reasons:
                raise
            form.refuse(refused)
        else:
            return page("caregivers/accepted.html", holder=accepted.holder)
    return page("caregivers/accept.html", form=form)


@blueprint.get("/acting")
@allows(Action.READ_ACTING)
def acting() -> Answer:
    """For whom one may act."""
    people = [presenters.person(one) for one in platform().acting_for()]
    someone = sessions.person()
    now = someone.acting.id if someone and someone.acting else ""
    return page(
        "caregivers/acting.html", people=people, now=now, usable=[one for one in people if one.usable]
    )


@blueprint.post("/acting")
@allows(Action.READ_ACTING)
def turn() -> Answer:
    """Begin to act for somebody, or stop."""
    wanted = request.form.get("for", "")
    try:
        reference = platform().act_for(wanted or None)
    except (NotFound, Refused) as error:
        if isinstance(error, Refused) and error.code not in (Reason.MANDATE_OVER, Reason.NOT_ALLOWED):
            raise
        flash(_("You cannot act for this person now."), "error")
        return after(".acting")
    sessions.rotate(reference)
    if wanted:
        flash(_("You are in the record of somebody else now. The banner on top says whose it is."), "success")
        return after("dossier.index")
    flash(_("You have stopped acting for somebody else."), "success")
    return after(".acting")


@blueprint.route("/acting/<mandate_id>/resign", methods=["GET", "POST"])
@allows(Action.READ_ACTING)
def resign(mandate_id: str) -> Answer:
    """Give a mandate back."""
    found = [presenters.person(one) for one in platform().acting_for() if one.id == mandate_id]
    if not found:
        raise NotFound()
    form = StepForm()
    if form.validate_on_submit():
        someone = sessions.person()
        platform().end_mandate(mandate_id)
        if someone and someone.acting and someone.acting.id == mandate_id:
            sessions.rotate(platform().act_for(None))
        flash(_("You no longer act for this person."), "success")
        return after(".acting")
    return page("caregivers/resign.html", form=form, one=found[0])
