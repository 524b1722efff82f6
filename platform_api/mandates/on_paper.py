"""A mandate on paper, signed by both: entered at L3 from the form that lies with the case, in force after four eyes."""

from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select

from platform_api import clock, closing, delays, four_eyes, helping, matricule, outbox, paper_forms, posting
from platform_api.accounts import names_of
from platform_api.conditions import OPEN_STATES
from platform_api.four_eyes import Asked
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.mandates import service
from platform_api.models import Account, HelpCase, Mandate, Patient
from platform_api.problems import Refused
from platform_api.vocabulary import (
    ApprovalAct,
    DeskAct,
    MandateBasis,
    MandateReason,
    MandateState,
    MandateTemplate,
    Notice,
    PaperKind,
    PostKind,
    Reason,
    Role,
)

ON_THE_FORM = (MandateTemplate.LOOK, MandateTemplate.DAILY, MandateTemplate.EVERYTHING)
_STAFF = (Role.AGENT, Role.SUPERVISOR)
_M = Mandate.__table__


class PaperMandate(msgspec.Struct, forbid_unknown_fields=True):
    """What stands on the form; the person of trust by their matricule or, without one, their e-mail address."""

    template: MandateTemplate
    name: str
    matricule: str = ""
    email: str = ""
    both_signed: bool = False
    both_seen: bool = False


def enter(access: Access, given: PaperMandate) -> str:
    """Enter it, to be looked at by a colleague; returns the mandate's id. Raises Refused."""
    if not (given.both_signed and given.both_seen):
        raise Refused(Reason.PAPER_NOT_CHECKED, field="both_signed")
    if given.template not in ON_THE_FORM:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="template")
    patient_id = service.lock(access)
    helping.count_name(access, "name")
    delegate_id = _account(access, given)
    _check(access, patient_id, delegate_id)
    identifier, moment = new_id(), clock.now()
    names, family = service.split(given.name)
    access.connection.execute(
        insert(Mandate),
        {
            "id": identifier,
            "patient_id": patient_id,
            "delegate_id": delegate_id,
            "basis": MandateBasis.CONSENT,
            "template": given.template,
            "state": MandateState.PROPOSED,
            "reason": MandateReason.PAPER,
            "state_since": moment,
            "given": names,
            "family": family,
            "created_at": moment,
            "code_until": moment + four_eyes.LASTS,
            **service.limits(service.Wanted(given.template)),
        },
    )
    approval = _ask(access, patient_id, identifier)
    paper_forms.entered(access, PaperKind.MANDATE, approval_id=approval, became=identifier)
    helping.done(access, DeskAct.ADD_MANDATE)
    access.subject = replace(access.subject, kind="mandate", id=identifier)
    access.details.update(template=given.template.value, state=MandateState.PROPOSED.value)
    return identifier


def _ask(access: Access, patient_id: str, mandate_id: str) -> str:
    now = access.principal.assistance
    case_id = now.case_id if now else ""
    channel = access.connection.execute(select(HelpCase.channel).where(HelpCase.id == case_id)).scalar()
    return four_eyes.ask(
        access.connection,
        ApprovalAct.MANDATE,
        access.principal.account_id or "",
        patient_id=patient_id,
        subject_id=mandate_id,
        case_id=case_id,
        evidence={"level": now.proof_level if now else 0, "channel": channel or ""},
    )


def _account(access: Access, given: PaperMandate) -> str:
    """The one account of exactly this name, by matricule or address; raises Refused where there is none."""
    find_by = access.platform.keys.find_by
    found = select(Account.id).where(Account.state == "active", Account.role.not_in(_STAFF))
    if given.matricule.strip():
        number = matricule.check(given.matricule)
        if number.value is None:
            raise Refused(number.problem or Reason.MATRICULE_TYPO, field="matricule")
        index = find_by("matricule", number.value)
        found = found.join(Patient, Patient.id == Account.patient_id).where(Patient.matricule_index == index)
    else:
        found = found.where(Account.email_index == find_by("email", given.email.strip().lower()))
    wanted = helping.plain_name(given.name)
    for account_id in access.connection.execute(found.order_by(Account.id)).scalars().all():
        names = names_of(access.connection, account_id)
        first, _space, last = names.rpartition(" ")
        if wanted and wanted in {helping.plain_name(names), helping.plain_name(f"{last} {first}")}:
            return str(account_id)
    raise Refused(Reason.DELEGATE_UNKNOWN, field="name", keep=True)


def _check(access: Access, patient_id: str, delegate_id: str) -> None:
    """Nobody acts for themself, or twice for the same person; no agent enters who belongs to them."""
    own = select(Account.patient_id).where(Account.id == delegate_id)
    if access.connection.execute(own).scalar() == patient_id:
        raise Refused(Reason.INVITATION_OWN, field="name")
    waits = (_M.c.state == MandateState.PROPOSED) & (_M.c.code_until > clock.now())
    others = select(func.count()).where(
        _M.c.patient_id == patient_id,
        _M.c.delegate_id == delegate_id,
        _M.c.state.in_((MandateState.ACCEPTED, MandateState.ACTIVE, MandateState.SUSPENDED)) | waits,
    )
    if access.connection.execute(others).scalar_one():
        raise Refused(Reason.MANDATE_ELSEWHERE, field="name")
    if not _stands_apart(access, delegate_id):
        raise Refused(Reason.OWN_APPROVAL, field="name")


def _stands_apart(access: Access, delegate_id: str) -> bool:
    """Whether who works on it neither is, nor belongs to, the person of trust."""
    index = access.connection.execute(
        select(Patient.matricule_index)
        .join(Account, Account.patient_id == Patient.id)
        .where(Account.id == delegate_id)
    ).scalar()
    return four_eyes.is_apart(access.connection, access.principal.account_id or "", index)


def _begin(access: Access, asked: Asked) -> None:
    """A colleague agreed: it counts from now on, and both get a letter."""
    connection, keys, row = access.connection, access.platform.keys, _waiting(access.connection, asked)
    if not _stands_apart(access, row.delegate_id):
        raise Refused(Reason.OWN_APPROVAL)
    if closing.locked_state(connection, row.patient_id) not in OPEN_STATES:
        raise Refused(Reason.RECORD_NOT_OPEN)
    moment = clock.now()
    begun = {"starts_at": moment, "accepted_at": moment, "confirmed_at": moment, "code_until": None}
    service.put(access, row, MandateState.ACTIVE, MandateReason.PAPER, **begun)
    days = {"since": clock.today().isoformat(), "until": delays.last_day(row.ends_at).isoformat()}
    delegate = connection.execute(select(Account.patient_id).where(Account.id == row.delegate_id)).scalar()
    caregiver = names_of(connection, row.delegate_id)
    posting.queue(connection, keys, PostKind.MANDATE_GIVEN, row.patient_id, days | {"name": caregiver})
    if delegate is not None:
        holder = connection.execute(
            select(Patient.given, Patient.family).where(Patient.id == row.patient_id)
        ).one()
        name = f"{holder.given} {holder.family}"
        posting.queue(connection, keys, PostKind.MANDATE_TAKEN, delegate, days | {"name": name})
    outbox.tell_account(connection, keys, Notice.MANDATE_CONFIRMED, row.delegate_id)


def _forget(access: Access, asked: Asked) -> None:
    """A colleague refused: it never counted."""
    row = _waiting(access.connection, asked)
    over = {"ended_at": clock.now(), "code_until": None}
    service.put(access, row, MandateState.ENTERED_IN_ERROR, MandateReason.TYPED_WRONG, **over)


def _waiting(connection: Connection, asked: Asked) -> Any:
    row = connection.execute(select(_M).where(_M.c.id == asked.subject_id).with_for_update()).first()
    if row is None or row.state != MandateState.PROPOSED:
        raise Refused(Reason.DECIDED_ALREADY)
    return row


four_eyes.EFFECTS[ApprovalAct.MANDATE] = _begin
four_eyes.UNDOINGS[ApprovalAct.MANDATE] = _forget
