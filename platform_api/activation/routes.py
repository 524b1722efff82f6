"""The paths of activation, objection and letters under `/dsp/v1`."""

from typing import TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, requests, shapes
from platform_api.activation import completion, letters, lookup, objection, service
from platform_api.context import caller, platform
from platform_api.guard import Look, allowed, nothing, permit
from platform_api.vocabulary import Action, ActivationStep

bp = Blueprint("activation", __name__, url_prefix="/dsp/v1")


class LetterBody(msgspec.Struct, forbid_unknown_fields=True):
    """What stands on the card and in the letter."""

    matricule: shapes.Matricule
    code: shapes.WrittenCode
    language: str = "fr"


class EmailBody(msgspec.Struct, forbid_unknown_fields=True):
    """An address, or the one that was proved with this letter before."""

    email: str | None = None
    use_proven: bool = False


class CodeBody(msgspec.Struct, forbid_unknown_fields=True):
    """A one-time code."""

    code: shapes.SixDigits


class PasswordBody(msgspec.Struct, forbid_unknown_fields=True):
    """A new password."""

    password: shapes.Password


class StepBody(msgspec.Struct, forbid_unknown_fields=True):
    """The step to return to."""

    step: str


class RequestBody(msgspec.Struct, forbid_unknown_fields=True):
    """Who asks for a letter."""

    matricule: shapes.Matricule
    last_name: shapes.Words
    language: str = "fr"


class NextStep(TypedDict):
    """The step that an activation stands at."""

    step: ActivationStep


@bp.post("/activations")
def redeem() -> answers.Made[service.ActivationBegun]:
    """Reserve a letter with matricule and code."""
    given = requests.body(LetterBody)
    look = _letter(given)
    with permit(Action.ACTIVATE_RECORD, look) as access:
        begun = service.begin(access, requests.language(given.language), caller().device)
    return answers.Made(begun)


@bp.get("/activation")
def progress() -> answers.Json[service.Progress]:
    """Where this browser's activation stands; to ask for it after its end is no attempt on anybody's record."""
    underway = service.underway(finished_too=True)
    if not allowed(Action.ACTIVATE_RECORD, underway) and allowed(Action.READ_SESSION, nothing):
        with permit(Action.READ_SESSION):
            found = service.OVER
    else:
        with permit(Action.ACTIVATE_RECORD, underway) as access:
            found = service.progress(access)
    return answers.Json(found)


@bp.post("/activation/email")
def give_email() -> answers.Json[NextStep]:
    """Send a code to an address."""
    given = requests.body(EmailBody)
    with permit(Action.ACTIVATE_RECORD, service.underway()) as access:
        step = service.give_email(access, given.email, given.use_proven)
    return answers.Json({"step": step})


@bp.post("/activation/email-code")
def prove_email() -> answers.Json[NextStep]:
    """Compare the mailed code."""
    given = requests.body(CodeBody)
    with permit(Action.ACTIVATE_RECORD, service.underway()) as access:
        step = service.prove_email(access, given.code)
    return answers.Json({"step": step})


@bp.post("/activation/password")
def choose_password() -> answers.Json[NextStep]:
    """Keep a new password; it is hashed between two transactions, never inside one."""
    given = requests.body(PasswordBody)
    with permit(Action.ACTIVATE_RECORD, service.underway()) as access:
        personal = service.personal_words(access)
    hashed = service.new_password_hash(given.password, personal)
    with permit(Action.ACTIVATE_RECORD, service.underway()) as access:
        step = service.choose_password(access, hashed)
    return answers.Json({"step": step})


@bp.post("/activation/totp")
def enrol() -> answers.Json[completion.Activated]:
    """Check the app's first code and finish."""
    given = requests.body(CodeBody)
    with permit(Action.ACTIVATE_RECORD, service.underway(finished_too=True)) as access:
        done = completion.enrol(access, given.code, caller().device)
    return answers.Json(done)


@bp.post("/activation/recovery-codes-kept")
def codes_kept() -> answers.Empty:
    """The person wrote the recovery codes down; saying so twice is no error."""
    with permit(Action.ACTIVATE_RECORD, service.underway(finished_too=True, kept_too=True)) as access:
        completion.codes_kept(access)
    return answers.Empty()


@bp.post("/activation/back")
def step_back() -> answers.Json[NextStep]:
    """Return to an earlier step."""
    given = requests.body(StepBody)
    with permit(Action.ACTIVATE_RECORD, service.underway()) as access:
        step = service.step_back(access, given.step)
    return answers.Json({"step": step})


@bp.post("/objections")
def object_by_letter() -> answers.Json[shapes.RecordStands]:
    """Object within the delay, with the letter alone."""
    given = requests.body(LetterBody)
    with permit(Action.OBJECT_BY_LETTER, _letter(given)) as access:
        state = objection.keep(access)
    return answers.Json({"state": state})


@bp.post("/letters")
def ask_for_letter() -> answers.Taken[shapes.Nothing]:
    """Ask for a letter; the answer never tells whether one will come."""
    given = requests.body(RequestBody)
    number = lookup.read_matricule(given.matricule)
    look = letters.person_behind(platform(), number, given.last_name, caller().address)
    with permit(Action.REQUEST_LETTER, look) as access:
        letters.ask(access, requests.language(given.language))
    return answers.Taken({})


def _letter(given: LetterBody) -> Look:
    number, code = lookup.read_matricule(given.matricule), lookup.read_code(given.code)
    return lookup.letter_behind(platform(), number, code, caller().address)
