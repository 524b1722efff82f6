"""The queue of what waits for a second pair of eyes, and what happens when somebody agrees."""

from dataclasses import dataclass, replace
from typing import Any, TypedDict

from flask import Blueprint
from msgspec import Struct
from sqlalchemy import Connection, func, select, update

from platform_api import (
    answers,
    clock,
    closing,
    four_eyes,
    helping,
    invited,
    outbox,
    paper_forms,
    policy,
    posting,
    record_states,
    requests,
    waiting,
)
from platform_api.assistance import finding, unblocking
from platform_api.context import platform
from platform_api.four_eyes import Asked
from platform_api.guard import Access, Look, Subject, permit
from platform_api.models import (
    Account,
    Approval,
    Dossier,
    Letter,
    Mandate,
    PaperForm,
    Patient,
    Software,
)
from platform_api.principal import PORTAL, Principal
from platform_api.problems import Refused
from platform_api.shapes import Language, Moment
from platform_api.vocabulary import (
    Action,
    ApprovalAct,
    ApprovalState,
    DeskAct,
    DossierState,
    LetterState,
    Notice,
    PaperKind,
    PostKind,
    Reason,
)

bp = Blueprint("approvals", __name__, url_prefix="/dsp/v1/helpdesk")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to look at, with the evidence: who asked, how the caller was proved, by which channel."""

    id: str
    act: ApprovalAct
    state: ApprovalState
    about: str
    asked_by: str
    asked_at: Moment
    expires_at: Moment
    decided_by: str
    evidence: dict[str, Any]
    mine: bool
    for_supervisors: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """A letter that came back: somebody must look for the right address."""

    number: str
    language: Language
    returned_at: Moment


class DecisionBody(Struct, forbid_unknown_fields=True):
    """Agreed or not; the end of a block also asks for the whole name of the professional, or their number."""

    agreed: bool
    professional: str = ""


class ConformityBody(Struct, forbid_unknown_fields=True):
    """What shall become of a software version."""

    client_id: str
    conformant: bool


class Approvals(TypedDict):
    """What waits for a second pair of eyes, the letters that came back, and how many petitions wait for an answer."""

    waiting: list[Waiting]
    returned: list[Returned]
    petitions: waiting.Unanswered


@bp.get("/approvals")
def queue() -> answers.Json[Approvals]:
    """What waits for this member of staff or was asked by them, and the letters that came back.

    Whose record is guarded, and what a relative asked for, is nothing that a list tells to everybody at the desk.
    """
    with permit(Action.READ_APPROVALS, _at_the_desk) as access:
        rows = four_eyes.waiting(access.connection, clock.now())
        found = [_shown(access, row) for row in rows if _is_for(access, row)]
        letters, petitions = _returned(access.connection), waiting.petitions(access.connection)
    return answers.Json({"waiting": found, "returned": letters, "petitions": petitions})


@bp.post("/approvals/<approval_id>")
def decide(approval_id: str) -> answers.Empty:
    """Agree or refuse; the effect comes at once, and only once."""
    given = requests.body(DecisionBody)
    with permit(Action.DECIDE_APPROVAL, _asked(approval_id)) as access:
        if given.agreed:
            unblocking.check_name(access.connection, approval_id, given.professional)
        if not four_eyes.decide(access, approval_id, agreed=given.agreed):
            raise Refused(Reason.DECIDED_ALREADY)
        paper_forms.decided(access.connection, approval_id, agreed=given.agreed)
    return answers.Empty()


@bp.post("/objections")
def ask_objection() -> answers.Empty:
    """Enter an objection for a caller: it counts once a colleague has looked at it."""
    with permit(Action.ASK_OBJECTION, paper_forms.record_and_form) as access:
        _ask_for_caller(access, ApprovalAct.OBJECTION, DeskAct.OBJECTION, PaperKind.OBJECTION)
    return answers.Empty()


@bp.post("/closings")
def ask_closing() -> answers.Empty:
    """Enter a caller's wish to close the record: it is closed once a colleague has looked at it."""
    with permit(Action.ASK_CLOSING, paper_forms.record_and_form) as access:
        _ask_for_caller(access, ApprovalAct.CLOSING, DeskAct.CLOSING, PaperKind.CLOSING)
    return answers.Empty()


@bp.post("/conformity")
def ask_conformity() -> answers.Empty:
    """Ask for a software version's conformity to be given or taken; somebody else must agree."""
    given = requests.body(ConformityBody)
    with permit(Action.PROPOSE_CONFORMITY, _software(given.client_id)) as access:
        act = ApprovalAct.APPROVE_SOFTWARE if given.conformant else ApprovalAct.WITHDRAW_SOFTWARE
        four_eyes.ask(access.connection, act, access.principal.account_id or "", subject_id=given.client_id)
        access.details["act"] = act.value
    return answers.Empty()


def _ask_for_caller(access: Access, act: ApprovalAct, done: DeskAct, paper: PaperKind) -> None:
    """Let it wait for a second person, with how the caller came and how far they are proved in view."""
    approval_id = four_eyes.ask_for_caller(access, act)
    paper_forms.entered(access, paper, approval_id=approval_id)
    helping.done(access, done)


def _close(access: Access, asked: Asked) -> None:
    """The record is closed from now on, to be undone within its delay; the person is told, by letter too."""
    closing.close(access, asked.patient_id)


def _object(access: Access, asked: Asked) -> None:
    """The record takes in nothing from now on; the person is told.

    What was said or came in time counts, also where the delay ended, and the record opened by itself, meanwhile.
    """
    connection = access.connection
    came = select(func.min(PaperForm.received_at)).where(PaperForm.approval_id == asked.id)
    said = select(Approval.asked_at).where(Approval.id == asked.id)
    moment = connection.execute(came).scalar() or connection.execute(said).scalar_one()
    from_states = [DossierState.CREATED]
    if paper_forms.in_time(connection, asked.patient_id, moment):
        from_states.append(DossierState.OPEN_BY_DEFAULT)
    which = (Dossier.patient_id == asked.patient_id, Dossier.state.in_(from_states))
    changed = record_states.change(connection, *which, state=DossierState.OBJECTED, objection_until=None)
    if changed != 1:
        raise Refused(Reason.DECIDED_ALREADY)
    keys = access.platform.keys
    outbox.tell_holder(access.connection, keys, Notice.OBJECTED, asked.patient_id or "")
    posting.queue(access.connection, keys, PostKind.OBJECTED, asked.patient_id or "")


def _judge(access: Access, asked: Asked) -> None:
    """Give or take the conformity; a withdrawn version's tokens stop at once."""
    conformant = asked.act is ApprovalAct.APPROVE_SOFTWARE
    values: dict[str, Any] = {"state": "conformant" if conformant else "withdrawn"}
    values |= {"approved_on": clock.today()} if conformant else {"withdrawn_at": clock.now()}
    access.connection.execute(update(Software).where(Software.client_id == asked.subject_id).values(**values))


four_eyes.EFFECTS[ApprovalAct.OBJECTION] = _object
four_eyes.EFFECTS[ApprovalAct.CLOSING] = _close
four_eyes.EFFECTS[ApprovalAct.APPROVE_SOFTWARE] = _judge
four_eyes.EFFECTS[ApprovalAct.WITHDRAW_SOFTWARE] = _judge


def _asked(approval_id: str) -> Look:
    def look(connection: Connection, principal: Principal) -> Subject:
        row = connection.execute(select(Approval.__table__).where(Approval.id == approval_id)).first()
        if row is None or principal.account_id is None:
            return Subject(kind="approval", facts={"exists": False})
        index = connection.execute(
            select(Patient.matricule_index).where(Patient.id == row.patient_id)
        ).scalar()
        facts = _facts(connection, principal.account_id, row, index)
        return Subject(row.patient_id, "approval", row.id, facts=facts)

    return look


def _facts(connection: Connection, account_id: str, row: Any, index: str | None) -> dict[str, Any]:
    """What the policy asks about something that waits, index being that of the person it is about."""
    return {
        "exists": True,
        "stands_apart": four_eyes.stands_apart(connection, account_id, row, index)
        and _is_no_relative(connection, account_id, row),
        "supervisor_needed": ApprovalAct(row.act) in four_eyes.FOR_SUPERVISORS,
    }


def _is_no_relative(connection: Connection, account_id: str, row: Any) -> bool:
    """Whether somebody without a matricule who is invited is not this member of staff, nor of their family."""
    details = _invited(connection, row)
    return details is None or invited.is_apart(connection, platform().keys, account_id, details)


def _invited(connection: Connection, row: Any) -> invited.Details | None:
    if row.act != ApprovalAct.INVITED_ACCOUNT:
        return None
    found = invited.row_of(connection, row.subject_id)
    return None if found is None else invited.opened(platform().keys, found)


def _is_for(access: Access, row: Any) -> bool:
    """Whether this member of staff asked for it, or may decide it."""
    me = access.principal.account_id or ""
    if row.asked_by == me:
        return True
    index = access.connection.execute(
        select(Patient.matricule_index).where(Patient.id == row.patient_id)
    ).scalar()
    known = replace(access.facts, **_facts(access.connection, me, row, index))
    return policy.decide(Action.DECIDE_APPROVAL, known).allowed


def _software(client_id: str) -> Look:
    def look(connection: Connection, _principal: Principal) -> Subject:
        known = connection.execute(select(Software.client_id).where(Software.client_id == client_id)).first()
        exists = known is not None and client_id != PORTAL
        return Subject(kind="software", id=client_id[:64], facts={"exists": exists})

    return look


def _shown(access: Access, row: Any) -> Waiting:
    connection, me = access.connection, access.principal.account_id
    about, evidence = row.subject_id or "", dict(row.evidence)
    if row.patient_id is not None:
        person = connection.execute(
            select(Patient.given, Patient.family).where(Patient.id == row.patient_id)
        ).one()
        about = f"{person.given} {person.family}"
    if row.act == ApprovalAct.INVITED_ACCOUNT:
        details = _invited(connection, row) if row.state == ApprovalState.WAITING else None
        about = f"{details.given} {details.family}" if details else ""
        evidence |= {"born_on": details.birth_date.isoformat(), "email": details.email} if details else {}
    if paper := paper_forms.behind(connection, row.id):
        evidence["paper"] = paper
    if row.act in (ApprovalAct.MANDATE, ApprovalAct.GUARDIANSHIP):
        evidence |= _caregiver(connection, row.subject_id)
    return Waiting(
        id=row.id,
        act=row.act,
        state=row.state,
        about=about,
        asked_by=_name(connection, row.asked_by),
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        decided_by=_name(connection, row.decided_by) if row.decided_by else "",
        evidence=evidence,
        mine=row.asked_by == me,
        for_supervisors=ApprovalAct(row.act) in four_eyes.FOR_SUPERVISORS,
    )


def _caregiver(connection: Connection, mandate_id: str | None) -> dict[str, str]:
    """Who is to act, and how far: what a colleague compares with the signed form."""
    row = connection.execute(
        select(Mandate.given, Mandate.family, Mandate.template, Mandate.awaited_id).where(
            Mandate.id == mandate_id
        )
    ).first()
    if row is None:
        return {}
    said = {"caregiver": f"{row.given} {row.family}", "template": row.template}
    return said | ({"account": "awaited"} if row.awaited_id else {})


def _returned(connection: Connection) -> list[Returned]:
    rows = connection.execute(
        select(Patient.number, Patient.language, Letter.returned_at, Letter.asked_at)
        .join(Letter, Letter.patient_id == Patient.id)
        .where(Letter.state == LetterState.RETURNED)
        .order_by(Letter.asked_at, Letter.id)
        .limit(50)
    )
    return [Returned(row.number, row.language, row.returned_at or row.asked_at) for row in rows]


def _name(connection: Connection, account_id: str) -> str:
    row = connection.execute(select(Account.given, Account.family).where(Account.id == account_id)).first()
    return f"{row.given} {row.family}" if row else ""


def _at_the_desk(_connection: Connection, principal: Principal) -> Subject:
    return Subject(kind="staff", id=principal.account_id)


def ask_for_guarded(agent_id: str, patient_id: str, reason: Reason) -> None:
    """A refused case waits for a supervisor's word; the refusal itself stands in the trail already."""
    with platform().database.write() as connection:
        four_eyes.ask(
            connection,
            ApprovalAct.GUARDED_CASE,
            agent_id,
            patient_id=patient_id,
            evidence={"flag": finding.ASKABLE[reason].value},
        )
