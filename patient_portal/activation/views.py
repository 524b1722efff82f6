"""Activating a record: one address whose form is always the step that the platform says comes next."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from flask import flash, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound as NoSuchPage

from patient_portal import sessions
from patient_portal.access import public
from patient_portal.activation import blueprint, presenters
from patient_portal.activation.door import asked, shown
from patient_portal.activation.forms import AppForm, EmailCodeForm, EmailForm, LetterForm, NewPasswordForm
from patient_portal.forms import Form
from patient_portal.i18n import is_language_switch, language
from patient_portal.platform_client import Activation, PlatformError, Refused, SessionContext, SignedOut
from patient_portal.platform_client.vocabulary import ActivationStep, Reason
from patient_portal.rendering import Answer, after, page

T = TypeVar("T")

_ELSEWHERE = frozenset({Reason.STEP_OUT_OF_ORDER, Reason.NOT_ALLOWED, Reason.LETTER_NOT_ACCEPTED})
"""Refusals that say: this activation does not stand where the sent form thought it did."""


class OutOfStep(Exception):
    """The form belongs to a step that is over, or to an activation that has ended."""

    def __init__(self, reason: Reason = Reason.STEP_OUT_OF_ORDER) -> None:
        super().__init__(reason.value)
        self.reason = reason


@blueprint.get("/activate")
@public
def index() -> Answer:
    """The step that comes now; the letter's own form where nothing has begun."""
    underway = _underway()
    if underway is not None:
        return _step(underway)
    if (person := sessions.person()) is not None:
        return page("activation/done.html", words=presenters.finished_heading(person))
    return shown("activation/letter.html", LetterForm())


@blueprint.post("/activate")
@public
def advance() -> Answer:
    """Take what one step's form sent, and go on to the step that comes next."""
    if "matricule" in request.form:
        return _redeem()
    underway = _underway()
    if underway is None:
        return after(".index")
    if is_language_switch():
        return _step(underway)
    try:
        for sign, take in _TAKERS.items():
            if sign in request.form:
                return take(underway)
    except OutOfStep:
        flash(_("That step was done already. Please go on here."), "info")
    except SignedOut:
        _begin_again()
    return after(".index")


@blueprint.get("/activate/recovery-codes.txt")
@public
def recovery_codes_file() -> Answer:
    """The recovery codes to keep as a file, as long as they are shown at all."""
    underway = _underway()
    if underway is None or not underway.recovery_codes:
        raise NoSuchPage
    response = make_response(presenters.recovery_sheet(underway.recovery_codes, _account_number()))
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="dsp-recovery-codes.txt"'
    return response


def _redeem() -> Answer:
    """Matricule and code; somebody who is signed in is told so instead."""
    if sessions.person() is not None:
        return after(".index")
    form = LetterForm()
    begun = asked(form, lambda: sessions.as_stranger().redeem_letter(form.number, form.letter_code))
    if begun is None:
        return shown("activation/letter.html", form)
    sessions.begin(begun.session)
    if form.has_odd_birth_date:
        flash(presenters.odd_birth_date(), "info")
    return after(".index")


def _give_email(underway: Activation) -> Answer:
    form = EmailForm()
    if _took(form, lambda: sessions.platform().give_email(form.email.data or "")) is None:
        return _step(underway, form, at=ActivationStep.EMAIL)
    return after(".index")


def _prove_email(underway: Activation) -> Answer:
    form = EmailCodeForm()
    if _took(form, lambda: sessions.platform().prove_email(form.email_code.data or "")) is None:
        return _step(underway, form)
    flash(_("Your e-mail address is confirmed."), "success")
    return after(".index")


def _choose_password(underway: Activation) -> Answer:
    form = NewPasswordForm()
    if _took(form, lambda: sessions.platform().choose_password(form.password.data or "")) is None:
        return _step(underway, form)
    flash(_("Your password is set."), "success")
    return after(".index")


def _enrol(underway: Activation) -> Answer:
    form = AppForm()
    try:
        done = _took(form, lambda: sessions.platform().enrol_totp(form.totp.data or ""))
    except OutOfStep as elsewhere:
        if elsewhere.reason is Reason.LETTER_NOT_ACCEPTED:
            return _overtaken()
        raise
    if done is None:
        return _step(underway, form)
    sessions.rotate(done.session)
    return after(".index")


def _keep_codes(underway: Activation) -> Answer:
    if underway.step is not ActivationStep.RECOVERY_CODES:
        raise OutOfStep
    with suppress(Refused):  # pressed twice: they are kept already
        sessions.platform().keep_recovery_codes()
    if sessions.person() is not None:
        flash(_("All done. Welcome to your record."), "success")
        return after(".index")
    # the answer that signed this browser in was lost on its way, and the activation's own session is over now
    sessions.forget()
    flash(
        _("Your record is active. Sign in with your e-mail address, your password and your app."), "success"
    )
    return redirect(f"/{language()}/sign-in", 303)


def _go_another_way(underway: Activation) -> Answer:
    """What the smaller buttons under a step's form do."""
    client, wish = sessions.platform(), request.form["do"]
    if wish == "resend":
        return _send_again(underway)
    ways: Mapping[str, Callable[[], ActivationStep]] = {
        "correct-email": lambda: client.step_back(ActivationStep.EMAIL),
        "change-password": lambda: client.step_back(ActivationStep.PASSWORD),
        "use-proven-email": client.take_proven_email,
    }
    if wish in ways:
        _took(EmailForm(MultiDict()), ways[wish], check=False)
    return after(".index")


def _send_again(underway: Activation) -> Answer:
    if underway.step is not ActivationStep.EMAIL_CODE or underway.email is None:
        raise OutOfStep
    form, email = EmailCodeForm(MultiDict()), underway.email
    if _took(form, lambda: sessions.platform().give_email(email), check=False) is None:
        return _step(underway, form)
    if sessions.platform().activation().email_code_expires_at == underway.email_code_expires_at:
        flash(_("We sent you a code a moment ago. Wait a little for it, then press once more."), "info")
    else:
        flash(_("We have sent you a new code. The one before it no longer counts."), "success")
    return after(".index")


_TAKERS: Mapping[str, Callable[[Activation], Answer]] = {
    "email": _give_email,
    "email_code": _prove_email,
    "password": _choose_password,
    "totp": _enrol,
    "continue": _keep_codes,
    "do": _go_another_way,
}
"""Which field or button tells the form that was sent, and who takes it."""

_PAGES: Mapping[ActivationStep, tuple[str, type[Form]]] = {
    ActivationStep.EMAIL: ("activation/email.html", EmailForm),
    ActivationStep.EMAIL_CODE: ("activation/email_code.html", EmailCodeForm),
    ActivationStep.PASSWORD: ("activation/password.html", NewPasswordForm),
    ActivationStep.TOTP: ("activation/app.html", AppForm),
}


def _underway() -> Activation | None:
    """The activation that this browser is in the middle of; None before its beginning and after its end."""
    client = sessions.platform()
    if client.reference is None:
        return None
    try:
        found = client.activation()
    except SignedOut:
        _begin_again()
        return None
    except Refused:  # half-way through signing in
        return None
    if found.step is ActivationStep.DONE:
        return None
    if client.context is None:
        client.context = SessionContext(kind="activation")
    return found


def _begin_again() -> None:
    sessions.forget()
    flash(
        _(
            "This page was left alone for a long while, so we begin again with the letter. An e-mail address that "
            "you confirmed is kept."
        ),
        "info",
    )


def _took(form: Form, act: Callable[[], T], *, check: bool = True) -> T | None:
    """What the platform answers; None when the form is to be shown again. Raises OutOfStep."""
    if check and not form.validate_on_submit():
        return None
    try:
        return act()
    except Refused as refused:
        if refused.code in _ELSEWHERE:
            raise OutOfStep(refused.code) from refused
        form.refuse(refused)
        return None


def _step(underway: Activation, form: Form | None = None, at: ActivationStep | None = None) -> Answer:
    """The page of a step; of the one where the activation stands, unless another one's form was refused."""
    step = at or underway.step
    if step is ActivationStep.RECOVERY_CODES:
        return page(
            "activation/recovery_codes.html",
            number=presenters.NUMBERS[step],
            codes=underway.recovery_codes,
            account_number=_account_number(),
        )
    template, kind = _PAGES[step]
    if form is None:
        form = kind(email=underway.email) if kind is EmailForm else kind()
    return page(
        template,
        form=form,
        underway=underway,
        number=presenters.NUMBERS[step],
        **presenters.extras(step, underway),
    )


def _account_number() -> str:
    context = sessions.platform().context
    return context.account_number if context is not None else ""


def _overtaken() -> Answer:
    """Another device was faster, or the letter's time ran out on the way: this activation is over."""
    with suppress(PlatformError):
        sessions.platform().sign_out()
    sessions.forget()
    return page("activation/overtaken.html", status=409)
