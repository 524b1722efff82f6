"""One address, two steps: first address and password, then the second factor."""

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext

from patient_portal import sessions
from patient_portal.access import public
from patient_portal.i18n import is_language_switch
from patient_portal.platform_client import Refused, SignedIn, SignedOut
from patient_portal.platform_client.vocabulary import Reason
from patient_portal.rendering import Answer, after, page
from patient_portal.sign_in import blueprint
from patient_portal.sign_in.forms import AppCodeForm, RecoveryCodeForm, SignInForm

_RECORD = "dossier.index"
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
        return after(_RECORD)
    return page("sign_in/signed_out.html")


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
        flash(_("This took a little long. For your safety, please begin again."), "warning")
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
    template = "app_code" if isinstance(form, AppCodeForm) else "recovery_code"
    return page(f"sign_in/{template}.html", form=form, next=_next())


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
    left = opened.recovery_codes_left
    if left is not None and left <= _FEW_CODES:
        flash(
            ngettext(
                "You have %(num)s recovery code left. Ask our helpdesk for new ones in time.",
                "You have %(num)s recovery codes left. Ask our helpdesk for new ones in time.",
                left,
            ),
            "warning",
        )


def _next() -> str | None:
    return sessions.safe_next(request.args.get("next"))


def _onwards() -> Answer:
    target = _next()
    return redirect(target, 303) if target else after(_RECORD)
