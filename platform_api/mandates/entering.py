"""What the desk enters about somebody who may act: both found, apart from whoever works on it, then four eyes."""

from typing import Any

from sqlalchemy import func, insert, select

from platform_api import clock, closing, four_eyes, matricule
from platform_api.accounts import names_of
from platform_api.conditions import OPEN_STATES
from platform_api.four_eyes import Asked
from platform_api.guard import Access
from platform_api.helping import plain_name
from platform_api.identifiers import new_id
from platform_api.mandates import service
from platform_api.mandates.service import Wanted
from platform_api.models import Account, HelpCase, Mandate, Patient
from platform_api.problems import Refused
from platform_api.vocabulary import (
    ApprovalAct,
    MandateBasis,
    MandateReason,
    MandateState,
    Reason,
    Role,
)

_STAFF = (Role.AGENT, Role.SUPERVISOR)
_RUNNING = (MandateState.ACCEPTED, MandateState.ACTIVE, MandateState.SUSPENDED)
_M = Mandate.__table__


def account_named(access: Access, name: str, number: str, email: str) -> str:
    """The one account of exactly this name, by matricule or address; raises Refused where there is none."""
    find_by = access.platform.keys.find_by
    found = select(Account.id).where(Account.state == "active", Account.role.not_in(_STAFF))
    if number.strip():
        checked = matricule.check(number)
        if checked.value is None:
            raise Refused(checked.problem or Reason.MATRICULE_TYPO, field="matricule")
        index = find_by("matricule", checked.value)
        found = found.join(Patient, Patient.id == Account.patient_id).where(Patient.matricule_index == index)
    else:
        found = found.where(Account.email_index == find_by("email", email.strip().lower()))
    for account_id in access.connection.execute(found.order_by(Account.id)).scalars().all():
        if is_called(names_of(access.connection, account_id), name):
            return str(account_id)
    raise Refused(Reason.DELEGATE_UNKNOWN, field="name", keep=True)


def is_called(names: str, said: str) -> bool:
    """Whether what was said is this whole name, in either order."""
    first, _space, last = names.rpartition(" ")
    wanted = plain_name(said)
    return bool(wanted) and wanted in {plain_name(names), plain_name(f"{last} {first}")}


def check(access: Access, patient_id: str, delegate_id: str, *, but_basis: str | None = None) -> None:
    """Nobody acts for themself, or twice for the same person; no agent enters who belongs to them.

    A mandate on `but_basis` does not stand in the way: the new one takes its place.
    """
    own = select(Account.patient_id).where(Account.id == delegate_id)
    if access.connection.execute(own).scalar() == patient_id:
        raise Refused(Reason.INVITATION_OWN, field="name")
    waits = (_M.c.state == MandateState.PROPOSED) & (_M.c.code_until > clock.now())
    running = _M.c.state.in_(_RUNNING) & (_M.c.basis != (but_basis or ""))
    others = select(func.count()).where(
        _M.c.patient_id == patient_id, _M.c.delegate_id == delegate_id, running | waits
    )
    if access.connection.execute(others).scalar_one():
        raise Refused(Reason.MANDATE_ELSEWHERE, field="name")
    if not stands_apart(access, delegate_id):
        raise Refused(Reason.OWN_APPROVAL, field="name")


def stands_apart(access: Access, delegate_id: str) -> bool:
    """Whether who works on it neither is, nor belongs to, whoever is to act."""
    index = access.connection.execute(
        select(Patient.matricule_index)
        .join(Account, Account.patient_id == Patient.id)
        .where(Account.id == delegate_id)
    ).scalar()
    return four_eyes.is_apart(access.connection, access.principal.account_id or "", index)


def propose(
    access: Access,
    patient_id: str,
    delegate_id: str,
    name: str,
    wanted: Wanted,
    *,
    basis: MandateBasis,
    reason: MandateReason,
) -> str:
    """A mandate that waits a day for a second pair of eyes; returns its id."""
    identifier, moment = new_id(), clock.now()
    given, family = service.split(name)
    access.connection.execute(
        insert(Mandate),
        {
            "id": identifier,
            "patient_id": patient_id,
            "delegate_id": delegate_id,
            "basis": basis,
            "template": wanted.template,
            "state": MandateState.PROPOSED,
            "reason": reason,
            "state_since": moment,
            "given": given,
            "family": family,
            "created_at": moment,
            "code_until": moment + four_eyes.LASTS,
            **service.limits(wanted),
        },
    )
    return identifier


def ask(access: Access, act: ApprovalAct, patient_id: str, subject_id: str, **evidence: Any) -> str:
    """Ask a colleague to look at it, with how the caller came and was proved in view; returns the approval's id."""
    now = access.principal.assistance
    case_id = now.case_id if now else ""
    channel = access.connection.execute(select(HelpCase.channel).where(HelpCase.id == case_id)).scalar()
    proved = {"level": now.proof_level if now else 0, "channel": channel or ""}
    return four_eyes.ask(
        access.connection,
        act,
        access.principal.account_id or "",
        patient_id=patient_id,
        subject_id=subject_id,
        case_id=case_id,
        evidence=proved | evidence,
    )


def waiting(access: Access, asked: Asked) -> Any:
    """The mandate that a colleague looks at; raises Refused once it waits no more."""
    row = access.connection.execute(select(_M).where(_M.c.id == asked.subject_id).with_for_update()).first()
    if row is None or row.state != MandateState.PROPOSED:
        raise Refused(Reason.DECIDED_ALREADY)
    return row


def begin(access: Access, row: Any, reason: MandateReason) -> None:
    """A colleague agreed: it counts from now on. Raises Refused where the record or the colleague does not allow it."""
    if not stands_apart(access, row.delegate_id):
        raise Refused(Reason.OWN_APPROVAL)
    if closing.locked_state(access.connection, row.patient_id) not in OPEN_STATES:
        raise Refused(Reason.RECORD_NOT_OPEN)
    moment = clock.now()
    begun = {"starts_at": moment, "accepted_at": moment, "confirmed_at": moment, "code_until": None}
    service.put(access, row, MandateState.ACTIVE, reason, **begun)


def forget(access: Access, asked: Asked) -> None:
    """A colleague refused: it never counted; one that somebody stopped before needs nothing more."""
    row = access.connection.execute(select(_M).where(_M.c.id == asked.subject_id).with_for_update()).first()
    if row is None or row.state != MandateState.PROPOSED:
        return
    over = {"ended_at": clock.now(), "code_until": None}
    service.put(access, row, MandateState.ENTERED_IN_ERROR, MandateReason.TYPED_WRONG, **over)
