"""What is asked on the way from the letter to the account, and on the way back in: one form a step."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms.validators import ValidationError

from patient_portal.birth_dates import BirthDateField
from patient_portal.forms import (
    EmailField,
    Form,
    LetterCodeField,
    MatriculeField,
    Needed,
    OneTimeCodeField,
    PasswordField,
    SameAs,
    TextField,
)
from patient_portal.platform_client import Refused
from patient_portal.platform_client.vocabulary import Reason, check_matricule

_MATRICULE = _l("Matricule")
_MATRICULE_HINT = _l("The 13 digits on your social security card. You may leave spaces between them.")
_MATRICULE_NEEDED = _l("Type your matricule: the 13 digits on your social security card.")
_CODE = _l("Code from your letter")
_CODE_HINT = _l("12 letters and digits in three groups. Small or capital letters, with or without dashes.")
_CODE_NEEDED = _l("Type the code from your letter: 12 letters and digits.")
_PASSWORD_NEEDED = _l("Type the password that you would like to have.")
_PASSWORD_AGAIN = _l("The same password once more")
_PASSWORD_AGAIN_NEEDED = _l("Type your password a second time, so that no typing error slips in.")
_PASSWORDS_DIFFER = _l("The two passwords are not the same. Please type both again.")
_TOTP = _l("Code that the app shows now")
_TOTP_HINT = _l("Six digits. A new code appears every 30 seconds.")
_TOTP_NEEDED = _l("Type the six digits that your app shows now.")

_PROOF_NEEDED = _l("Type the six digits that your app shows now, or one of your recovery codes below.")


class DoorForm(Form):
    """A form for somebody without a session; keeps why the platform refused, for the page around the form."""

    def __init__(self, typed: Any = None, **values: Any) -> None:
        super().__init__(typed, **values)
        self.refused_for: Reason | None = None
        self.status: int | None = None
        self.retry_after: int | None = None

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Tell the refusal, and remember it."""
        super().refuse(refused, field)
        self.refused_for = refused.code
        if refused.code is Reason.TOO_MANY_TRIES:
            self.status, self.retry_after = 429, refused.retry_after


class LetterForm(DoorForm):
    """What stands on the card and in the letter; also enough to object."""

    fields_of_reasons: ClassVar[Mapping[Reason, str]] = {
        Reason.MATRICULE_TYPO: "matricule",
        Reason.MATRICULE_OLD: "matricule",
        Reason.CODE_TYPO: "code",
    }
    matricule = MatriculeField(_MATRICULE, [Needed(_MATRICULE_NEEDED)], description=_MATRICULE_HINT)
    code = LetterCodeField(_CODE, [Needed(_CODE_NEEDED)], description=_CODE_HINT)

    @property
    def number(self) -> str:
        """The matricule's digits."""
        return str(self.matricule.data or "")

    @property
    def letter_code(self) -> str:
        """The code's characters."""
        return str(self.code.data or "")

    @property
    def is_not_accepted(self) -> bool:
        """Whether matricule and code were right in themselves, and yet opened nothing."""
        return self.refused_for is Reason.LETTER_NOT_ACCEPTED

    @property
    def is_too_late(self) -> bool:
        """Whether the letter was right and the time to object is over."""
        return self.refused_for is Reason.OBJECTION_TOO_LATE

    @property
    def has_matricule_mistake(self) -> bool:
        """Whether the matricule has a typing error: then the page shows where the digits stand."""
        return bool(self.matricule.errors)

    @property
    def has_odd_birth_date(self) -> bool:
        """Whether the digits are right although the birth date in them is no day of the calendar."""
        return check_matricule(self.matricule.typed).odd_birth_date


class NewLetterForm(DoorForm):
    """Who asks for a letter."""

    fields_of_reasons: ClassVar[Mapping[Reason, str]] = {
        Reason.MATRICULE_TYPO: "matricule",
        Reason.MATRICULE_OLD: "matricule",
    }
    matricule = MatriculeField(_MATRICULE, [Needed(_MATRICULE_NEEDED)], description=_MATRICULE_HINT)
    last_name = TextField(
        _l("Last name"),
        [Needed(_l("Type your last name, as it is written on your social security card."))],
        description=_l("As it is written on your social security card."),
    )


class EmailForm(Form):
    """The address at which the person can be reached."""

    fields_of_reasons: ClassVar[Mapping[Reason, str]] = {
        Reason.EMAIL_MALFORMED: "email",
        Reason.TOO_MANY_TRIES: "email",
    }
    email = EmailField(
        _l("E-mail address"),
        [Needed(_l("Type your e-mail address, for example name@example.com"))],
        description=_l("For example name@example.com"),
    )


class EmailCodeForm(Form):
    """The code that was mailed."""

    fields_of_reasons: ClassVar[Mapping[Reason, str]] = dict.fromkeys(
        (Reason.CODE_WRONG, Reason.CODE_EXPIRED, Reason.CODE_LOCKED), "email_code"
    )
    email_code = OneTimeCodeField(
        _l("Code from the e-mail"),
        [Needed(_l("Type the six digits that stand in our e-mail."))],
        description=_l("Six digits"),
    )


class NewPasswordForm(DoorForm):
    """A new password, typed twice."""

    fields_of_reasons: ClassVar[Mapping[Reason, str]] = dict.fromkeys(
        (Reason.PASSWORD_TOO_SHORT, Reason.PASSWORD_TOO_LONG, Reason.PASSWORD_TOO_COMMON), "password"
    )
    password = PasswordField(_l("Password"), [Needed(_PASSWORD_NEEDED)])
    password_again = PasswordField(
        _PASSWORD_AGAIN, [Needed(_PASSWORD_AGAIN_NEEDED), SameAs("password", _PASSWORDS_DIFFER)]
    )


class AppForm(Form):
    """The first code of the authenticator app."""

    fields_of_reasons: ClassVar[Mapping[Reason, str]] = dict.fromkeys(
        (Reason.TOTP_WRONG, Reason.TOTP_REPLAYED, Reason.TOTP_CLOCK_DRIFT), "totp"
    )
    totp = OneTimeCodeField(_TOTP, [Needed(_TOTP_NEEDED)], description=_TOTP_HINT)


class ForgottenForm(DoorForm):
    """Whose password was forgotten."""

    email = EmailField(
        _l("E-mail address"),
        [Needed(_l("Type the e-mail address with which you sign in."))],
        description=_l("The address with which you sign in."),
    )


class OptionalCodeField(OneTimeCodeField):
    """Six digits, or nothing where another proof was given."""

    def mistake(self) -> LazyString | None:
        """Not six digits, unless nothing was typed."""
        return super().mistake() if self.data else None


class ResetForm(NewPasswordForm):
    """The mailed code, a new password, and the second factor in one of its two shapes."""

    fields_of_reasons: ClassVar[Mapping[Reason, str]] = {
        **NewPasswordForm.fields_of_reasons,
        Reason.LINK_NOT_ACCEPTED: "token",
        Reason.TOTP_WRONG: "totp",
        Reason.TOTP_REPLAYED: "totp",
        Reason.RECOVERY_CODE_WRONG: "recovery_code",
    }
    token = TextField(
        _l("Code from the e-mail"),
        [Needed(_l("Copy the long code from our e-mail into this field."))],
        description=_l("If you opened the link in the e-mail, this is filled in already."),
    )
    totp = OptionalCodeField(_l("Code from your authenticator app"), description=_TOTP_HINT)
    recovery_code = TextField(
        _l("Recovery code"),
        description=_l("One of the ten codes that you kept when you activated your record."),
    )

    def validate_totp(self, field: OneTimeCodeField) -> None:
        """One of the two proofs is needed; WTForms finds this method by its name."""
        if not field.data and not self.recovery_code.data:
            raise ValidationError(str(_PROOF_NEEDED))

    @property
    def uses_recovery_code(self) -> bool:
        """Whether the person goes on without the app: then the field for it lies open."""
        return bool(self.recovery_code.data or self.recovery_code.errors)

    def proof(self) -> dict[str, str]:
        """The second factor as the platform takes it: the app's code, else a recovery code."""
        if self.totp.data:
            return {"totp": str(self.totp.data)}
        return {"recovery_code": str(self.recovery_code.data or "")}


class InvitedForm(DoorForm):
    """The mailed link's code and the date of birth that stands on the identity document."""

    fields_of_reasons: ClassVar[Mapping[Reason, str]] = {Reason.INVITED_NOT_ACCEPTED: "birth_date"}
    token = TextField(
        _l("Code from the e-mail"),
        [Needed(_l("Copy the long code from our e-mail into this field."))],
        description=_l("If you opened the link in the e-mail, this is filled in already."),
    )
    birth_date = BirthDateField(
        _l("Your date of birth"),
        [Needed(_l("Type your date of birth, for example 14.3.1979"))],
        description=_l("Day, month, year, as on your identity document. For example 14.3.1979"),
    )


class TakeUpForm(NewPasswordForm):
    """A new password and the first code of the authenticator app."""

    fields_of_reasons: ClassVar[Mapping[Reason, str]] = {
        **NewPasswordForm.fields_of_reasons,
        **AppForm.fields_of_reasons,
    }
    totp = OneTimeCodeField(_TOTP, [Needed(_TOTP_NEEDED)], description=_TOTP_HINT)
