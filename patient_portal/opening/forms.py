"""The fields of the voluntary request: those of the form of 2017."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l

from patient_portal.choices import YesField
from patient_portal.forms import EmailField, Form, MatriculeField, Needed, TextField
from patient_portal.labels import REASONS
from patient_portal.platform_client.vocabulary import Reason


class LineField(TextField):
    """A name, an address or a number on one line."""

    longest = 200


class OpeningForm(Form):
    """Who asks for a record; address or telephone, as on paper."""

    fields_of_reasons: ClassVar = {
        Reason.ADULTS_ONLY: "matricule",
        Reason.MATRICULE_TYPO: "matricule",
        Reason.MATRICULE_OLD: "matricule",
        Reason.ADDRESS_OR_PHONE: "address",
        Reason.CONSENT_NEEDED: "consent",
    }

    last_name = LineField(_l("Last name"), [Needed(_l("Type your last name."))])
    first_name = LineField(_l("First name"), [Needed(_l("Type your first name."))])
    matricule = MatriculeField(
        _l("Matricule"), [Needed(_l("Type the 13 digits on your social security card."))]
    )
    address = LineField(_l("Postal address"))
    phone = LineField(_l("Telephone number"))
    email = EmailField(_l("E-mail address, if you like"))
    consent = YesField(
        _l(
            "I ask for a shared care record (DSP). I have understood how it is used and what my rights are. I "
            "agree that the agents of the helpdesk, who are bound to secrecy, use these data to open it."
        ),
        REASONS[Reason.CONSENT_NEEDED],
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Also ask for one way to reach the person."""
        del extra_validators
        right = super().validate()
        if not (self.address.data or self.phone.data):
            self.add_error("address", REASONS[Reason.ADDRESS_OR_PHONE])
            return False
        return right
