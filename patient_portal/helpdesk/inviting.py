"""An account for a caregiver without a record: asked for at the desk, sent again, called back."""

from flask import flash, request
from flask_babel import gettext as _

from patient_portal import labels
from patient_portal.access import allows
from patient_portal.helpdesk import blueprint
from patient_portal.helpdesk.desk_presenters import invited_row
from patient_portal.helpdesk.forms import InvitedPersonForm
from patient_portal.platform_client import NotFound, Refused
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_SAID = frozenset({Reason.OWN_APPROVAL, Reason.STEP_OUT_OF_ORDER, Reason.TOO_MANY_TRIES})


@blueprint.route("/helpdesk/invited", methods=["GET", "POST"])
@allows(Action.INVITE_ACCOUNT)
def invited() -> Answer:
    """Who is invited and has not answered yet; somebody new is entered here."""
    form, client = InvitedPersonForm(), platform()
    if form.validate_on_submit():
        try:
            client.invite_to_account(**form.person())
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
        else:
            flash(_("Entered. The e-mail goes out once a colleague has agreed, within 24 hours."), "success")
            return after(".invited")
    rows = [invited_row(one) for one in client.invited_accounts()]
    return page("helpdesk/invited.html", form=form, rows=rows)


@blueprint.post("/helpdesk/invited/<invited_id>")
@allows(Action.CHANGE_INVITED)
def change_invited(invited_id: str) -> Answer:
    """Send the e-mail again, or call the invitation back."""
    try:
        if request.form.get("do") == "send":
            platform().invite_again(invited_id)
            flash(
                _("A new e-mail is on its way. The link in the earlier one opens nothing any more."),
                "success",
            )
        else:
            platform().call_invitation_back(invited_id)
            flash(_("The invitation is called back. Its link opens nothing."), "success")
    except NotFound:
        flash(_("This invitation is over: it was taken up, called back, or too old."), "info")
    except Refused as refused:
        if refused.code not in _SAID:
            raise
        flash(labels.refusal(refused), "warning")
    return after(".invited")
