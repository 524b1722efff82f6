"""The steps of an agent that protect or end: sign-in stopped, a mandate ended, the record closed or opened again."""

from collections.abc import Callable

from flask import flash, request
from flask_babel import gettext as _

from patient_portal import labels
from patient_portal.access import allows
from patient_portal.helpdesk import blueprint, named_presenters
from patient_portal.helpdesk.acts import step
from patient_portal.helpdesk.forms import CaregiverForm, YesForm
from patient_portal.platform_client import NotFound, Refused
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform


@blueprint.route("/helpdesk/freeze", methods=["GET", "POST"])
@allows(Action.FREEZE_ACCOUNT)
def freeze() -> Answer:
    """Stop every sign-in to the caller's record at once."""
    said = _("Nobody can sign in to this record any more. It counts from this moment.")
    return _yes("freeze", lambda: platform().freeze(), said)


@blueprint.route("/helpdesk/unfreeze", methods=["GET", "POST"])
@allows(Action.UNFREEZE_ACCOUNT)
def unfreeze() -> Answer:
    """Allow signing in again: an identity document was seen."""
    said = _("The person can sign in again, with the same password and the same app as before.")
    return _yes("unfreeze", lambda: platform().unfreeze(), said)


@blueprint.route("/helpdesk/closing", methods=["GET", "POST"])
@allows(Action.ASK_CLOSING)
def closing() -> Answer:
    """Enter the caller's wish to close the record; a colleague looks at it."""
    said = _("The closing is entered. It counts once a colleague has agreed, within 24 hours.")
    return _yes("closing", lambda: platform().ask_closing(), said)


@blueprint.route("/helpdesk/reopening", methods=["GET", "POST"])
@allows(Action.REOPEN_RECORD)
def reopening() -> Answer:
    """Open a closed record again for its holder."""
    said = _("The record is open again. The person is told, by letter too.")
    return _yes("reopening", lambda: platform().reopen_record(), said)


@blueprint.route("/helpdesk/caregivers", methods=["GET", "POST"])
@allows(Action.NAME_CAREGIVER)
def caregivers() -> Answer:
    """Find a caregiver whom the caller names, by the whole name."""
    form, found = CaregiverForm(), None
    if form.validate_on_submit():
        try:
            named = platform().named_caregivers(form.caregiver.data or "")
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
        else:
            found = [named_presenters.caregiver(one) for one in named]
    elif request.method == "GET":
        platform().case()
    return page("helpdesk/caregivers.html", form=form, found=found)


@blueprint.post("/helpdesk/caregivers/<mandate_id>/end")
@allows(Action.END_MANDATE)
def end_mandate(mandate_id: str) -> Answer:
    """End what a caregiver may do, from this moment on."""
    try:
        platform().end_mandate(mandate_id)
    except NotFound:
        flash(_("This caregiver is no longer there. Look up the name again."), "warning")
    except Refused as refused:
        if refused.code is not Reason.PROOF_TOO_LOW:
            raise
        flash(labels.refusal(refused), "warning")  # what a court decided needs L3
        return after(".caregivers")
    else:
        flash(_("The caregiver can no longer act for this person. It counts from this moment."), "success")
    return after(".index")


def _yes(name: str, act: Callable[[], object], said: str) -> Answer:
    return step(name, "", YesForm(), act, said)
