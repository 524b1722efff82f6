"""Stopping every sign-in at once: by the person themself, or with the code of the confirmation letter."""

from flask_babel import gettext as _

from patient_portal import labels, sessions
from patient_portal.access import public
from patient_portal.closing import blueprint, wording
from patient_portal.closing.forms import FreezeForm, PlainForm
from patient_portal.forms import Form
from patient_portal.platform_client import Refused, SignedOut, Unavailable
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.rendering import Answer, page


@blueprint.route("/freeze", methods=["GET", "POST"])
@public
def freeze() -> Answer:
    """Protecting asks for no second factor: who is signed in presses a button, others type the letter's code."""
    context = sessions.person()
    own = context is not None and Action.FREEZE_ACCOUNT in context.may and not context.acting
    form: Form = PlainForm() if own else FreezeForm()
    if form.validate_on_submit():
        try:
            if isinstance(form, FreezeForm):
                sessions.platform().freeze_by_letter(form.matricule.data or "", form.code.data or "")
            else:
                sessions.platform().freeze()
                sessions.forget()
        except SignedOut:
            form.refuse(Refused(Reason.LETTER_NOT_ACCEPTED, status=422))
        except Refused as refused:
            _explain(form, refused)
        except Unavailable:
            form.add_error(None, labels.REASONS[Reason.INTERNAL])
        else:
            return page("closing/frozen.html")
    return page("closing/freeze.html", form=form, own=own, words=wording.freezing())


def _explain(form: Form, refused: Refused) -> None:
    if refused.code is Reason.LETTER_NOT_ACCEPTED:
        form.add_error(
            None,
            _(
                "We cannot accept this matricule and this code together. Check both. If it is urgent, call us: we "
                "stop every sign-in for you at once."
            ),
        )
        return
    form.refuse(refused)
