"""A new authenticator app and new recovery codes: after a new telephone, or before the last code is used."""

from typing import ClassVar

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from patient_portal.access import allows
from patient_portal.account import blueprint
from patient_portal.forms import Form, Needed, OneTimeCodeField
from patient_portal.platform_client import NewApp, Refused
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.proof import with_proof
from patient_portal.qr import app_secret
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform


class NewAppForm(Form):
    """The first code of the new app; the secret waits in the page until then."""

    fields_of_reasons: ClassVar = {Reason.TOTP_WRONG: "totp", Reason.TOTP_CLOCK_DRIFT: "totp"}

    pending = HiddenField()
    secret = HiddenField()
    link = HiddenField()
    totp = OneTimeCodeField(
        _l("Code from your app"), [Needed(_l("Type the six digits that your app shows now."))]
    )


@blueprint.route("/app", methods=["GET", "POST"])
@allows(Action.CONFIRM_APP)
def new_app() -> Answer:
    """Explain, prove the old factor once more, connect the new app, type its first code."""
    if request.method == "GET":
        platform().account()
        return page("account/app.html")
    form = NewAppForm()
    if "pending" not in request.form:
        begun: list[NewApp] = []
        asked = with_proof(lambda: begun.append(platform().begin_app()), url_for(".index"))
        if asked is not None:
            return asked
        form.pending.data, form.secret.data, form.link.data = begun[0].pending, begun[0].secret, begun[0].link
        return _connect(form)
    if not form.validate_on_submit():
        return _connect(form)
    try:
        platform().finish_app(form.pending.data or "", form.totp.data or "")
    except Refused as refused:
        if refused.code is Reason.SECOND_FACTOR_NEEDED:
            flash(_("That took too long. Please begin again."), "warning")
            return after(".new_app")
        if refused.code not in form.fields_of_reasons:
            raise
        form.refuse(refused)
        return _connect(form)
    flash(_("Your new app counts from now on. Your other devices are signed out."), "success")
    return after(".index")


@blueprint.route("/recovery-codes", methods=["GET", "POST"])
@allows(Action.RENEW_CODES)
def new_codes() -> Answer:
    """Ten new recovery codes, shown once."""
    if request.method == "GET":
        platform().account()
        return page("account/codes.html", codes=None)
    made: list[str] = []
    asked = with_proof(lambda: made.extend(platform().new_recovery_codes()), url_for(".index"))
    return asked or page("account/codes.html", codes=made)


def _connect(form: NewAppForm) -> Answer:
    secret = app_secret(form.secret.data or "", form.link.data or "")
    return page("account/app_connect.html", form=form, secret=secret)
