"""One address, two steps: first address and password, then the second factor."""

from contextlib import suppress

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError

from patient_portal import labels, navigation, sessions
from patient_portal.access import public
from patient_portal.i18n import is_language_switch
from patient_portal.platform_client import PlatformError, Refused, SignedIn, SignedOut
from patient_portal.platform_client.vocabulary import Reason
from patient_portal.rendering import Answer, after, page
from patient_portal.sign_in import blueprint
from patient_portal.sign_in.forms import AppCodeForm, RecoveryCodeForm, SignInForm

_FEW_CODES = 3


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def index() -> Answer:
    """The step that is due."""
    if request.method == "POST" and not is_language_switch():
        if "totp" in request.form or "recovery_code" in request.form:
            return _second_step()
        return _first_step()
    if sessions.person() is not None:
        return _onwards()
    if _is_halfway():
        return _ask_second_factor()
    if sessions.was_away():
        flash(str(labels.REASONS[Reason.SESSION_EXPIRED]), "warning")
    return _ask_password(SignInForm())


@blueprint.post("/sign-in/again")
@public
def again() -> Answer:
    """Leave the second step and begin anew, perhaps as somebody else."""
    sessions.end()
    return after(".index", next=_next())


@blueprint.post("/sign-out")
@public
def sign_out() -> Answer:
    """End the session; signing out twice does no harm."""
    sessions.end()
    return after(".signed_out")


@blueprint.get("/sign-out")
@public
def signed_out() -> Answer:
    """Say that nobody is signed in any more."""
    if sessions.person() is not None:
        return after(navigation.first_page())
    return page("sign_in/signed_out.html")


@blueprint.errorhandler(CSRFError)
def old_page(_error: CSRFError) -> Answer:
    """Go on kindly from a page that was open for days, or in a second window: nothing it holds is acted upon.

    Except for leaving, which works however old the page is; other sites were turned away before (security.py).
    """
    if request.endpoint == f"{blueprint.name}.{sign_out.__name__}":
        return sign_out()
    if request.endpoint == f"{blueprint.name}.{again.__name__}":
        return again()
    if sessions.person() is not None:
        return _onwards()
    flash(_("This page was open for a long time. For your safety, please fill it in once more."), "warning")
    if _is_halfway():
        return _ask_second_factor()
    return _ask_password(SignInForm())


def _first_step() -> Answer:
    form = SignInForm()
    if not form.validate_on_submit():
        return _ask_password(form)
    try:
        started = sessions.as_stranger().sign_in(
            form.email.data or "", form.password.data or "", form.account_number.data or ""
        )
    except Refused as refused:
        form.refuse(refused)
        return _ask_password(form, needs_number=refused.code is Reason.ACCOUNT_NUMBER_NEEDED)
    if sessions.has_session():
        with suppress(PlatformError):  # whoever was here before: their session ends with their cookie
            sessions.platform().sign_out()
    sessions.rotate(started.session)
    return after(".index", next=_next())


def _second_step() -> Answer:
    by_app = "totp" in request.form
    form: AppCodeForm | RecoveryCodeForm = AppCodeForm() if by_app else RecoveryCodeForm()
    if not form.validate_on_submit():
        return _ask_second_factor(form)
    typed = form.data["totp" if by_app else "recovery_code"]
    client = sessions.platform()
    try:
        opened = (
            client.prove_second_factor(totp=typed)
            if by_app
            else client.prove_second_factor(recovery_code=typed)
        )
    except Refused as refused:
        if refused.code is Reason.NOT_ALLOWED:  # this browser is signed in already: a form sent twice
            return _onwards()
        form.refuse(refused)
        return _ask_second_factor(form)
    except SignedOut:
        sessions.forget()
        flash(_("This took too long, or was sent twice. For your safety, please begin again."), "warning")
        return after(".index", next=_next())
    sessions.rotate(opened.session)
    _warn_of_few_codes(opened)
    return _onwards()


def _ask_password(form: SignInForm, *, needs_number: bool = False) -> Answer:
    return page(
        "sign_in/password.html",
        form=form,
        next=_next(),
        needs_number=needs_number or bool(form.account_number.data),
    )


def _ask_second_factor(form: AppCodeForm | RecoveryCodeForm | None = None) -> Answer:
    if form is None:
        form = RecoveryCodeForm() if request.args.get("with") == "recovery-code" else AppCodeForm()
    if isinstance(form, RecoveryCodeForm):
        return page("sign_in/recovery_code.html", form=form, next=_next())
    return page("sign_in/app_code.html", form=form, recovery=RecoveryCodeForm(), next=_next())


def _is_halfway() -> bool:
    if sessions.platform().reference is None:
        return False
    try:
        sessions.platform().session()
    except Refused as refused:
        return refused.code is Reason.SECOND_FACTOR_NEEDED
    except SignedOut:
        return False
    return False


def _warn_of_few_codes(opened: SignedIn) -> None:
    context = sessions.person()
    left = opened.recovery_codes_left if context is not None and context.patient_id else None
    if left == 0:
        flash(_("You have no recovery code left. Make new ones in your account now."), "warning")
    elif left is not None and left <= _FEW_CODES:
        flash(
            ngettext(
                "You have %(num)s recovery code left. Make new ones in your account in time.",
                "You have %(num)s recovery codes left. Make new ones in your account in time.",
                left,
            ),
            "warning",
        )


def _next() -> str | None:
    return sessions.safe_next(request.args.get("next"))


def _onwards() -> Answer:
    target = _next()
    return redirect(target, 303) if target else after(navigation.first_page())
