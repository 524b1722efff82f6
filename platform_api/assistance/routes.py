"""The paths of the desk under `/dsp/v1/helpdesk`: the case, the proof of the caller, the note, the end."""

import msgspec
from flask import Blueprint
from sqlalchemy import Connection

from platform_api import answers, paper_forms, requests, shapes
from platform_api.assistance import approvals, cases, finding, proofs
from platform_api.context import platform
from platform_api.guard import Subject, own_record, permit
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Action, CallerKind, CasePurpose, Channel, Proof

bp = Blueprint("assistance", __name__, url_prefix="/dsp/v1/helpdesk")


class CaseBody(msgspec.Struct, forbid_unknown_fields=True):
    """Who calls about whom, how and why."""

    matricule: shapes.Matricule
    name: shapes.Words
    channel: Channel
    caller: CallerKind
    purpose: CasePurpose


class ProofBody(msgspec.Struct, forbid_unknown_fields=True):
    """How the caller is proved; without a code the proof begins."""

    method: Proof
    code: str = ""


class NoteBody(msgspec.Struct, forbid_unknown_fields=True):
    """What was arranged, without a word on health."""

    text: str


@bp.get("")
def desk() -> answers.Json[shapes.Nothing]:
    """The desk as its agent finds it, without a case."""
    with permit(Action.USE_DESK, _at_the_desk):
        pass
    return answers.Json({})


@bp.post("/cases")
def open_case() -> answers.Made[shapes.Turned]:
    """Find the one person with this matricule and this name, and open a case for them."""
    given = requests.body(CaseBody)
    number = finding.read_matricule(given.matricule)
    asked: list[tuple[str, str]] = []
    try:
        with permit(Action.OPEN_CASE, finding.caller_named(platform(), number, given.name, asked)) as access:
            reference = cases.begin(access, given.channel, given.caller, given.purpose)
    except Refused as refused:
        for agent_id, patient_id in asked:
            approvals.ask_for_guarded(agent_id, patient_id, refused.reason)
        raise
    return answers.Made({"session": reference})


@bp.get("/case")
def case() -> answers.Json[cases.Case]:
    """The case under way: why the person is stuck, and what may be done."""
    with permit(Action.READ_CASE, paper_forms.record_and_form) as access:
        found = cases.shown(access)
    return answers.Json(found)


@bp.post("/case/proof")
def prove() -> answers.Json[proofs.Proved]:
    """Begin a proof of the caller, or check it."""
    given = requests.body(ProofBody)
    with permit(Action.PROVE_CALLER, own_record) as access:
        found = proofs.prove(access, given.method, given.code)
    return answers.Json(found)


@bp.put("/case/note")
def note() -> answers.Empty:
    """Keep the case's note."""
    given = requests.body(NoteBody)
    with permit(Action.WORK_ON_CASE, own_record) as access:
        cases.keep_note(access, given.text)
    return answers.Empty()


@bp.post("/case/extension")
def extend() -> answers.Empty:
    """Fifteen minutes more, once."""
    with permit(Action.WORK_ON_CASE, own_record) as access:
        cases.extend(access)
    return answers.Empty()


@bp.delete("/case")
def end_case() -> answers.Json[shapes.Turned]:
    """End the case, also one whose time is over, and go back to the desk."""
    with permit(Action.END_CASE, own_record) as access:
        reference = cases.finish(access)
    return answers.Json({"session": reference})


def _at_the_desk(_connection: Connection, principal: Principal) -> Subject:
    return Subject(kind="staff", id=principal.account_id)
