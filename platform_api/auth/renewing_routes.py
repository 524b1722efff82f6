"""The paths of a new authenticator app and of new recovery codes, under `/dsp/v1/factors`."""

from typing import TypedDict

import msgspec
from flask import Blueprint
from sqlalchemy import Connection

from platform_api import answers, requests, shapes
from platform_api.auth import renewing
from platform_api.guard import Subject, permit
from platform_api.principal import Principal
from platform_api.vocabulary import Action

bp = Blueprint("factors", __name__, url_prefix="/dsp/v1/factors")


class AppBody(msgspec.Struct, forbid_unknown_fields=True):
    """What the beginning answered, and the first code of the new app."""

    pending: str
    code: shapes.SixDigits


@bp.post("/app")
def begin() -> answers.Json[renewing.NewApp]:
    """A secret for a new authenticator app; the old one still counts."""
    with permit(Action.RENEW_APP, _own_account) as access:
        found = renewing.begin(access)
    return answers.Json(found)


@bp.put("/app")
def finish() -> answers.Empty:
    """The new app shows a right code: it counts from now on."""
    given = requests.body(AppBody)
    with permit(Action.CONFIRM_APP, _own_account) as access:
        renewing.finish(access, given.pending, given.code)
    return answers.Empty()


class NewCodes(TypedDict):
    """Ten new recovery codes."""

    recovery_codes: list[str]


@bp.post("/recovery-codes")
def new_codes() -> answers.Json[NewCodes]:
    """Ten new recovery codes; the answer is the only place where they stand."""
    with permit(Action.RENEW_CODES, _own_account) as access:
        codes = renewing.new_codes(access)
    return answers.Json({"recovery_codes": codes})


def _own_account(_connection: Connection, principal: Principal) -> Subject:
    return Subject(principal.own_patient_id, "account", principal.account_id)
