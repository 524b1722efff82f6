"""The desk enters a person's telephone number: the number, then the code that a mobile got, read out by the caller."""

from typing import ClassVar

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from patient_portal.access import allows
from patient_portal.forms import Form, Needed, OneTimeCodeField, TelephoneField
from patient_portal.helpdesk import blueprint, presenters
from patient_portal.platform_client import Refused
from patient_portal.platform_client.vocabulary import Action, Reason, check_telephone
from patient_portal.rendering import Answer, after, page, sends_texts
from patient_portal.sessions import platform


class DeskTelephoneField(TelephoneField):
    """A mobile number, or a landline that is called back; where no text message is sent, a landline alone."""

    takes_landlines = True


class PhoneForm(Form):
    """The number that the person gives."""

    fields_of_reasons: ClassVar = dict.fromkeys(
        (
            Reason.PHONE_MALFORMED,
            Reason.PHONE_ABROAD,
            Reason.PHONE_OF_STAFF,
            Reason.PHONE_REFUSED,
            Reason.TOO_MANY_TRIES,
        ),
        "phone",
    )

    phone = DeskTelephoneField(_l("New telephone number"), [Needed(_l("Type the number."))])

    def validate(self, extra_validators: object = None) -> bool:
        """Where no text message is sent, no mobile can be proved."""
        del extra_validators
        if not super().validate():
            return False
        if sends_texts() or check_telephone(self.phone.data or "").value is None:
            return True
        self.add_error("phone", _("We send no text messages at the moment: only a landline can be entered."))
        return False


class ReadOutForm(Form):
    """The code that the caller reads out."""

    fields_of_reasons: ClassVar = dict.fromkeys(
        (Reason.TEXT_CODE_WRONG, Reason.CODE_EXPIRED, Reason.CODE_LOCKED, Reason.PHONE_REFUSED), "phone_code"
    )

    phone_code = OneTimeCodeField(
        _l("Code that the caller reads out"), [Needed(_l("Type the six digits that the caller reads out."))]
    )


@blueprint.route("/helpdesk/phone", methods=["GET", "POST"])
@allows(Action.ASK_PHONE_AT_DESK)
def phone() -> Answer:
    """The new number: a mobile gets a code, a landline is registered at once."""
    form = PhoneForm()
    if form.validate_on_submit():
        try:
            until = platform().enter_phone(form.phone.data or "")
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
        else:
            if until is None:
                return _registered()
            return after(".phone_code")  # the page says how far the code has come
    elif request.method == "GET":
        platform().case()
    return page("helpdesk/phone.html", form=form)


@blueprint.route("/helpdesk/phone/code", methods=["GET", "POST"])
@allows(Action.CHANGE_PHONE_AT_DESK)
def phone_code() -> Answer:
    """The code that the caller reads out; pressing twice has one effect."""
    form = ReadOutForm()
    known = platform().case().new_phone
    if form.validate_on_submit():
        try:
            platform().confirm_entered_phone(form.phone_code.data or "")
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
        else:
            return _registered()
    return page("helpdesk/phone_code.html", block="new_phone", form=form, waiting=presenters.new_phone(known))


def _registered() -> Answer:
    flash(_("The new number is registered. The earlier contacts were told."), "success")
    return after(".index")
