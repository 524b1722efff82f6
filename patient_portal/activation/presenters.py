"""How each step of the activation is shown: its number, words that depend on time, the app's secret as a picture."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from patient_portal import i18n
from patient_portal.platform_client import Activation, SessionContext
from patient_portal.platform_client.vocabulary import ActivationStep, DossierState
from patient_portal.qr import Secret, app_secret

STEPS = 5
NUMBERS = {
    ActivationStep.EMAIL: 2,
    ActivationStep.EMAIL_CODE: 2,
    ActivationStep.PASSWORD: 3,
    ActivationStep.TOTP: 4,
    ActivationStep.RECOVERY_CODES: 5,
}
"""The letter is step 1; proving the address belongs to giving it."""
APPS = ("2FAS", "Aegis", "FreeOTP", "Google Authenticator", "Microsoft Authenticator")
"""Free authenticator apps in alphabetical order: examples, none of them recommended before another."""

_OPEN = frozenset({DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED})


def secret(activation: Activation) -> Secret:
    """The secret that the platform made for this activation."""
    return app_secret(activation.totp_secret or "", activation.otpauth_uri or "")


def extras(step: ActivationStep, activation: Activation) -> dict[str, Any]:
    """What the page of one step needs besides its form."""
    if step is ActivationStep.EMAIL_CODE:
        until = activation.email_code_expires_at
        left = time_left(until)
        return {"left": left, "until": i18n.clock_time(until) if until is not None and left else None}
    if step is ActivationStep.TOTP:
        return {"secret": secret(activation), "apps": APPS}
    return {}


def odd_birth_date() -> str:
    """A kind word on a matricule whose digits are right although its birth date is no day of the calendar."""
    return _(
        "The date of birth in your matricule is no day of the calendar. That can be right, for example for people "
        "who live abroad."
    )


def time_left(until: datetime | None) -> str | None:
    """How long a code still counts, None once it is too old."""
    if until is None or (seconds := (until - i18n.now()).total_seconds()) <= 0:
        return None
    return i18n.length_of_time(seconds)


def finished_heading(person: SessionContext) -> str:
    """What a signed-in person is told who opens the activation."""
    if person.dossier_state in _OPEN:
        return _("Your record is active")
    return _("You are signed in")


def recovery_sheet(codes: tuple[str, ...], account_number: str) -> str:
    """The recovery codes as a plain text file."""
    lines = [_("Recovery codes of your shared care record"), ""]
    lines += [f"{number:2d}.  {code}" for number, code in enumerate(codes, 1)]
    lines.append("")
    if account_number:
        lines += [_("Your account number: %(number)s", number=account_number), ""]
    lines += [
        _("Each code works once. Use one when you cannot get at your authenticator app."),
        _("Keep this page where nobody else finds it. We never ask you for these codes."),
        "",
    ]
    return "\n".join(lines)
