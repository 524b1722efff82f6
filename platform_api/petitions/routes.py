"""The paths under `/dsp/v1` for petitions: the holder's own, and the supervisor's queue of them."""

from typing import Annotated, TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, helping, paper_forms, requests
from platform_api.guard import own_record, permit
from platform_api.petitions import service
from platform_api.problems import Refused
from platform_api.vocabulary import Action, DeskAct, PaperKind, PetitionKind, Reason

bp = Blueprint("petitions", __name__, url_prefix="/dsp/v1")
Text = Annotated[
    str, msgspec.Meta(min_length=1, max_length=service.LONGEST, extra_json_schema={"pattern": r"\w"})
]


class PetitionBody(msgspec.Struct, forbid_unknown_fields=True):
    """What is asked, and about which entry of the journal or which document."""

    kind: PetitionKind
    text: Text
    entry: str | None = None
    document: str | None = None


class AnswerBody(msgspec.Struct, forbid_unknown_fields=True):
    """The answer, as its author will read it."""

    text: Text


class PetitionKept(TypedDict):
    """What was asked, and the number under which it is known."""

    id: str
    number: str


class PetitionEntered(TypedDict):
    """The number to tell the caller."""

    number: str


class Petitions(TypedDict):
    """What was asked."""

    petitions: list[service.Told]


@bp.post("/petitions")
def ask() -> answers.Made[PetitionKept]:
    """Ask about an access, ask for something to be put right, or complain."""
    given = requests.body(PetitionBody)
    text = _plain(given.text)
    look = service.about(given.kind, given.entry, given.document)
    with permit(Action.ASK_PETITION, look) as access:
        identifier, number = service.ask(access, given.kind, text, given.entry, given.document)
    return answers.Made({"id": identifier, "number": number})


@bp.get("/petitions")
def mine() -> answers.Json[Petitions]:
    """What was asked about one's own record, with the answers."""
    with permit(Action.READ_PETITIONS, own_record) as access:
        found = service.listed(access)
    return answers.Json({"petitions": found})


@bp.delete("/petitions/<petition_id>")
def withdraw(petition_id: str) -> answers.Empty:
    """No answer is wanted any more."""
    with permit(Action.WITHDRAW_PETITION, service.own(petition_id)) as access:
        service.withdraw(access)
    return answers.Empty()


@bp.get("/helpdesk/petitions")
def queue() -> answers.Json[Petitions]:
    """What waits for an answer, by deadline."""
    with permit(Action.WORK_PETITIONS) as access:
        found = service.queue(access)
    return answers.Json({"petitions": found})


@bp.post("/helpdesk/petitions")
def enter() -> answers.Made[PetitionEntered]:
    """Type for a caller what they complain about, or what is wrong; what came on paper is entered with it."""
    given = requests.body(PetitionBody)
    text = _plain(given.text)
    if given.kind is PetitionKind.ACCESS_QUESTION:  # the journal is the holder's to point at
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="kind")
    with permit(Action.ENTER_PETITION, paper_forms.record_and_form) as access:
        _identifier, number = service.ask(access, given.kind, text, None, None)
        paper_forms.entered(access, PaperKind.COMPLAINT, became=number)
        helping.done(access, DeskAct.PETITION)
    return answers.Made({"number": number})


@bp.post("/helpdesk/petitions/<petition_id>")
def take(petition_id: str) -> answers.Json[service.Told]:
    """Open one to answer it."""
    with permit(Action.ANSWER_PETITION, service.waiting(petition_id)) as access:
        found = service.take(access)
    return answers.Json(found)


@bp.put("/helpdesk/petitions/<petition_id>/answer")
def answer(petition_id: str) -> answers.Empty:
    """Answer it."""
    given = requests.body(AnswerBody)
    text = _plain(given.text)
    with permit(Action.ANSWER_PETITION, service.waiting(petition_id)) as access:
        service.answer(access, text)
    return answers.Empty()


def _plain(text: str) -> str:
    """The text without signs that nobody sees; raises Refused when nothing is left."""
    kept = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t").strip()
    if not kept:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="text")
    return kept
