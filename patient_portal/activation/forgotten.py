"""A forgotten password: a mailed code and the second factor, and nothing that tells who has an account."""

from flask import flash, redirect
from flask_babel import gettext as _

from patient_portal import sessions
from patient_portal.access import public
from patient_portal.activation import way_back
from patient_portal.activation.door import asked, shown
from patient_portal.activation.forms import ForgottenForm, ResetForm
from patient_portal.i18n import language
from patient_portal.rendering import Answer, after, page


@way_back.get("/forgotten")
@public
def index() -> Answer:
    """Which address to send the link to."""
    return shown("activation/forgotten.html", ForgottenForm())


@way_back.post("/forgotten")
@public
def ask() -> Answer:
    """Send the link; the page after it is the same whether the address is known or not."""
    form = ForgottenForm()

    def send() -> bool:
        sessions.as_stranger().ask_password_reset(str(form.email.data or ""))
        return True

    if asked(form, send) is None:
        return shown("activation/forgotten.html", form)
    return after(".sent")


@way_back.get("/forgotten/sent")
@public
def sent() -> Answer:
    """What to do with the e-mail, and what to do when none comes."""
    return page("activation/forgotten_sent.html")


@way_back.get("/forgotten/new-password")
@public
def new_password() -> Answer:
    """The form for the mailed code; a link brings the code after the #, which no server sees."""
    return shown("activation/new_password.html", ResetForm())


@way_back.post("/forgotten/new-password")
@public
def choose() -> Answer:
    """Set the new password; every session ends, and the person signs in with it."""
    form = ResetForm()

    def reset() -> bool:
        proof = form.proof()
        sessions.as_stranger().reset_password(str(form.token.data or ""), form.password.data or "", **proof)
        return True

    if asked(form, reset) is None:
        return shown("activation/new_password.html", form)
    if sessions.has_session():
        sessions.forget()
    flash(_("Your new password is set. Sign in with it now."), "success")
    return redirect(f"/{language()}/sign-in", 303)
