"""The paths under `/dsp/v1` by which somebody without a record takes up the account that they were invited to."""

from typing import TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, requests, shapes
from platform_api.activation import completion, invitation
from platform_api.activation.service import new_password_hash
from platform_api.context import caller, platform
from platform_api.guard import permit
from platform_api.vocabulary import Action

bp = Blueprint("invited", __name__, url_prefix="/dsp/v1/invited-accounts")


class LinkBody(msgspec.Struct, forbid_unknown_fields=True):
    """The mailed link's token, and the birth date on the identity document that was seen."""

    token: str
    birth_date: str


class AccountBody(msgspec.Struct, forbid_unknown_fields=True):
    """The link once more, the new password, and the first code of the app."""

    token: str
    birth_date: str
    password: shapes.Password
    code: shapes.SixDigits


class Opened(TypedDict):
    """Whom the link is for, and the secret for their authenticator app."""

    given: str
    email: str
    totp_secret: str
    otpauth_uri: str


@bp.post("")
def open_link() -> answers.Json[Opened]:
    """Link and birth date fit: what the next page needs."""
    given = requests.body(LinkBody)
    look = invitation.link_behind(platform(), given.token, given.birth_date, caller().address)
    with permit(Action.TAKE_UP_ACCOUNT, look) as access:
        details, secret, link = invitation.app_secret(access)
        access.details["step"] = "opened"
    return answers.Json(
        {"given": details.given, "email": details.email, "totp_secret": secret, "otpauth_uri": link}
    )


@bp.post("/account")
def take_up() -> answers.Made[completion.Activated]:
    """The account comes to be, and the link is used; the password is hashed outside any transaction."""
    given = requests.body(AccountBody)
    look = invitation.link_behind(platform(), given.token, given.birth_date, caller().address, taken_too=True)
    with permit(Action.TAKE_UP_ACCOUNT, look) as access:
        personal = invitation.personal_words(access)
        access.details["step"] = "password"
    hashed = new_password_hash(given.password, personal)
    with permit(Action.TAKE_UP_ACCOUNT, look) as access:
        done = invitation.take_up(access, hashed, given.code, caller().device)
    return answers.Made(done)
