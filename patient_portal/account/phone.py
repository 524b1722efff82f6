"""The person's mobile number: entered, proved by a code that is sent to it, changed, removed."""

from collections.abc import Mapping
from typing import ClassVar

from flask import abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from patient_portal.access import allows
from patient_portal.account import blueprint
from patient_portal.forms import Form, Needed, OneTimeCodeField, TelephoneField
from patient_portal.i18n import clock_time
from patient_portal.platform_client import Phone, Refused
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.proof import is_proving, with_proof
from patient_portal.rendering import Answer, after, page, sends_texts
from patient_portal.sessions import platform

_OF_THE_NUMBER: Mapping[Reason, str] = dict.fromkeys(
    (
        Reason.PHONE_MALFORMED,
        Reason.PHONE_ABROAD,
        Reason.PHONE_NO_MOBILE,
        Reason.PHONE_REFUSED,
        Reason.TOO_MANY_TRIES,
    ),
    "phone",
)
_OF_THE_CODE: Mapping[Reason, str] = dict.fromkeys(
    (Reason.TEXT_CODE_WRONG, Reason.CODE_EXPIRED, Reason.CODE_LOCKED, Reason.PHONE_REFUSED), "phone_code"
)


class NumberForm(Form):
    """A mobile number."""

    fields_of_reasons: ClassVar = _OF_THE_NUMBER

    phone = TelephoneField(_l("Mobile number"), [Needed(_l("Type your mobile number."))])


class CodeForm(Form):
    """The code that was sent to it."""

    fields_of_reasons: ClassVar = _OF_THE_CODE

    phone_code = OneTimeCodeField(
        _l("Code from the text message"), [Needed(_l("Type the six digits from the text message."))]
    )


@blueprint.route("/phone", methods=["GET", "POST"])
@allows(Action.ASK_PHONE)
def phone() -> Answer:
    """One address: the number to enter, or the code of the number that waits for it."""
    if not sends_texts():
        abort(404)
    if request.method == "POST" and "phone_code" in request.form and not is_proving():
        return _confirm()
    form = NumberForm()
    if request.method == "POST" and (is_proving() or form.validate_on_submit()):
        try:
            asked = with_proof(lambda: _ask(request.form.get("phone", "")), url_for(".index"))
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
            return _enter(form)
        return asked or after(".phone")
    known = platform().phone()
    if known.asked and not form.is_refused and "other" not in request.args:
        return _type_code(CodeForm(), known)
    return _enter(form, known)


@blueprint.route("/phone/remove", methods=["GET", "POST"])
@allows(Action.REMOVE_PHONE)
def remove_phone() -> Answer:
    """Say what removing does, then do it."""
    known = platform().phone()
    if request.method == "GET":
        return page("account/phone_remove.html", known=known) if known.number else after(".index")
    asked = with_proof(platform().remove_phone, url_for(".index"))
    if asked is not None:
        return asked
    flash(_("Your telephone number is removed. We told you by e-mail."), "success")
    return after(".index")


def _ask(number: str) -> None:
    platform().ask_phone(number)
    flash(_("A text message with a code is on its way."), "info")


def _confirm() -> Answer:
    form = CodeForm()
    if form.validate_on_submit():
        try:
            platform().confirm_phone(form.phone_code.data or "")
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
        else:
            flash(_("Your mobile number is registered. We told you by e-mail."), "success")
            return after(".index")
    return _type_code(form, platform().phone())


def _enter(form: NumberForm, known: Phone | None = None) -> Answer:
    return page("account/phone.html", form=form, known=known or platform().phone())


def _type_code(form: CodeForm, known: Phone) -> Answer:
    if not known.asked and not form.is_refused:
        return after(".phone")
    until = clock_time(known.asked_until) if known.asked_until else ""
    return page("account/phone_code.html", form=form, known=known, until=until)
