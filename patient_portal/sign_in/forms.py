"""What a person types to sign in."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l

from patient_portal.forms import EmailField, Form, Needed, OneTimeCodeField, PasswordField, TextField
from patient_portal.platform_client.vocabulary import Reason


class SignInForm(Form):
    """The first step: address and password; the account number where two people share an address."""

    fields_of_reasons: ClassVar = {Reason.ACCOUNT_NUMBER_NEEDED: "account_number"}

    email = EmailField(_l("E-mail address"), [Needed(_l("Type the e-mail address of your account."))])
    password = PasswordField(_l("Password"), [Needed(_l("Type your password."))])
    account_number = TextField(_l("Account number"))


class AppCodeForm(Form):
    """The second step with the authenticator app."""

    fields_of_reasons: ClassVar = {Reason.TOTP_WRONG: "totp", Reason.TOTP_REPLAYED: "totp"}

    totp = OneTimeCodeField(
        _l("Code from your app"), [Needed(_l("Type the six digits that your app shows now."))]
    )


class RecoveryCodeForm(Form):
    """The second step with one of the ten recovery codes."""

    fields_of_reasons: ClassVar = {Reason.RECOVERY_CODE_WRONG: "recovery_code"}

    recovery_code = TextField(_l("Recovery code"), [Needed(_l("Type one of your ten recovery codes."))])
