"""The paths of one's own registered telephone, under `/dsp/v1/phone`."""

from typing import TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, phone_codes, requests, shapes
from platform_api.guard import own_record, permit
from platform_api.vocabulary import Action

bp = Blueprint("phone", __name__, url_prefix="/dsp/v1/phone")


class NumberBody(msgspec.Struct, forbid_unknown_fields=True):
    """A mobile number, as people write it."""

    phone: shapes.Telephone


class CodeBody(msgspec.Struct, forbid_unknown_fields=True):
    """The code that was sent to it."""

    code: shapes.SixDigits


class CodeSent(TypedDict):
    """Until when the code counts that is on its way."""

    until: shapes.Moment


@bp.get("")
def phone() -> answers.Json[phone_codes.Phone]:
    """The registered number, and one that waits for its code."""
    with permit(Action.READ_PHONE, own_record) as access:
        found = phone_codes.shown(access)
    return answers.Json(found)


@bp.post("")
def ask() -> answers.Json[CodeSent]:
    """Send a code to a mobile number; an earlier code is void."""
    given = requests.body(NumberBody)
    with permit(Action.ASK_PHONE, own_record) as access:
        until = phone_codes.ask(access, given.phone)
    return answers.Json({"until": until})


@bp.put("")
def confirm() -> answers.Empty:
    """The code that came: this number is registered from now on."""
    given = requests.body(CodeBody)
    with permit(Action.CONFIRM_PHONE, own_record) as access:
        phone_codes.confirm(access, given.code)
    return answers.Empty()


@bp.delete("")
def remove() -> answers.Empty:
    """Forget the number."""
    with permit(Action.REMOVE_PHONE, own_record) as access:
        phone_codes.remove(access)
    return answers.Empty()
