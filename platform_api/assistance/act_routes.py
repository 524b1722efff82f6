"""The paths of what only an agent does for a person, under `/dsp/v1/helpdesk`."""

import re
from typing import TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, requests, shapes
from platform_api.assistance import acts, telephones
from platform_api.guard import own_record, permit
from platform_api.problems import Refused
from platform_api.vocabulary import Action, Reason

bp = Blueprint("assistance_acts", __name__, url_prefix="/dsp/v1/helpdesk")
_AN_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,63}")


class LetterBody(msgspec.Struct, forbid_unknown_fields=True):
    """How the letter is printed."""

    large_print: bool = False


class NameBody(msgspec.Struct, forbid_unknown_fields=True):
    """The whole name of a professional, as the caller says it, or their number."""

    name: str


class ContactBody(msgspec.Struct, forbid_unknown_fields=True):
    """The new address, and whether it shall count at once (which asks for L3)."""

    email: shapes.Address
    at_once: bool = False


class PhoneBody(msgspec.Struct, forbid_unknown_fields=True):
    """The telephone number that the person gives."""

    phone: shapes.Telephone


class PhoneCodeBody(msgspec.Struct, forbid_unknown_fields=True):
    """The code that came to it, as the caller reads it out."""

    code: shapes.SixDigits


class LetterQueued(TypedDict):
    """Whether a letter was queued; false when one waits for the printer already."""

    queued: bool


class NamedProfessionals(TypedDict):
    """The professionals with this name."""

    professionals: list[acts.Named]


class CodeToReadOut(TypedDict):
    """A presence code, in groups of signs."""

    code: str


class CodeTexted(TypedDict):
    """The last digits of the mobile that a presence code is on its way to."""

    ends: str


class ContactDue(TypedDict):
    """When the new address counts; null when it counts already."""

    due_at: shapes.Moment | None


class PhoneEntered(TypedDict):
    """Until when the code counts that is on its way to a mobile; null for a landline, which is registered already."""

    until: shapes.Moment | None


@bp.post("/letters")
def letter() -> answers.Made[LetterQueued] | answers.Json[LetterQueued]:
    """An activation letter to the registered address; one that waits for the printer already is enough."""
    given = requests.body(LetterBody)
    with permit(Action.ISSUE_LETTER, acts.letter_to_them) as access:
        sent = acts.send_letter(access, large_print=given.large_print)
    body: LetterQueued = {"queued": sent}
    return answers.Made(body) if sent else answers.Json(body)


@bp.post("/professionals")
def professionals() -> answers.Json[NamedProfessionals]:
    """The professionals with exactly this name: nobody like it, and nobody whom the caller did not name."""
    given = requests.body(NameBody)
    with permit(Action.NAME_PROFESSIONAL, own_record) as access:
        found = acts.named(access, given.name)
    return answers.Json({"professionals": found})


@bp.post("/presence-codes")
def presence_code() -> answers.Made[CodeToReadOut]:
    """A presence code to read out to the caller."""
    with permit(Action.MINT_PRESENCE_CODE_AT_DESK, own_record) as access:
        code = acts.presence_code(access)
    return answers.Made({"code": code})


@bp.post("/presence-texts")
def text_presence_code() -> answers.Made[CodeTexted]:
    """A presence code to the registered mobile; the agent never sees it."""
    with permit(Action.MINT_PRESENCE_CODE_AT_DESK, own_record) as access:
        ends = acts.text_presence_code(access)
    return answers.Made({"ends": ends})


@bp.post("/unblock-proposals")
def propose_unblock() -> answers.Empty:
    """Ask the person to end a block themselves."""
    with permit(Action.PROPOSE_UNBLOCK, own_record) as access:
        acts.propose_unblock(access)
    return answers.Empty()


@bp.put("/contact")
def contact() -> answers.Json[ContactDue]:
    """Another e-mail address: at once when a document was seen, after three days otherwise."""
    given = requests.body(ContactBody)
    email = given.email.strip().lower()
    if not _AN_ADDRESS.fullmatch(email):
        raise Refused(Reason.EMAIL_MALFORMED, field="email")
    if given.at_once:
        with permit(Action.CHANGE_CONTACT_NOW, own_record) as access:
            acts.change_contact_now(access, email)
        return answers.Json({"due_at": None})
    with permit(Action.CHANGE_CONTACT_LATER, own_record) as access:
        due = acts.change_contact_later(access, email)
    return answers.Json({"due_at": due})


@bp.post("/phone")
def enter_phone() -> answers.Json[PhoneEntered]:
    """A telephone number: a mobile gets a code that the caller reads out, a landline is registered at once."""
    given = requests.body(PhoneBody)
    with permit(Action.ASK_PHONE_AT_DESK, own_record) as access:
        until = telephones.enter(access, given.phone)
    return answers.Json({"until": until})


@bp.put("/phone")
def confirm_phone() -> answers.Empty:
    """The code that the caller read out: this number is registered from now on."""
    given = requests.body(PhoneCodeBody)
    with permit(Action.CHANGE_PHONE_AT_DESK, own_record) as access:
        telephones.confirm(access, given.code)
    return answers.Empty()


@bp.post("/factor-resets")
def reset_factor() -> answers.Empty:
    """One recovery code by mail for somebody whose second factor is lost."""
    with permit(Action.RESET_FACTOR, own_record) as access:
        acts.reset_factor(access)
    return answers.Empty()
