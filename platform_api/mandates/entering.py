"""What the desk enters about somebody who may act: both found, apart from whoever works on it, then four eyes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, or_, select

from platform_api import ages, clock, closing, four_eyes, matricule
from platform_api.accounts import names_of
from platform_api.conditions import OPEN_STATES
from platform_api.four_eyes import Asked
from platform_api.guard import Access
from platform_api.helping import plain_name
from platform_api.identifiers import new_id
from platform_api.mandates import service
from platform_api.mandates.service import Wanted
from platform_api.models import Account, Dossier, HelpCase, Mandate, Patient
from platform_api.problems import Refused
from platform_api.vocabulary import (
    ApprovalAct,
    DossierState,
    MandateBasis,
    MandateReason,
    MandateState,
    Reason,
    Role,
)

_STAFF = (Role.AGENT, Role.SUPERVISOR)
_RUNNING = (MandateState.ACCEPTED, MandateState.ACTIVE, MandateState.SUSPENDED)
_M = Mandate.__table__


@dataclass(frozen=True, slots=True)
class Delegate:
    """Who is to act: by their account, or as a person of the directory who has none yet."""

    account_id: str | None
    awaited_id: str | None = None


def account_named(access: Access, name: str, number: str, email: str) -> str:
    """The one account of exactly this name, by matricule or address; raises Refused where there is none."""
    found = account_of(access, name, number, email)
    if found is None:
        raise Refused(Reason.DELEGATE_UNKNOWN, field="name", keep=True)
    return found


def account_of(access: Access, name: str, number: str, email: str) -> str | None:
    """The same; None where there is none. Raises Refused for a matricule with a typing error."""
    found = select(Account.id).where(Account.state == "active", Account.role.not_in(_STAFF))
    if number.strip():
        index = _index(access, number)
        found = found.join(Patient, Patient.id == Account.patient_id).where(Patient.matricule_index == index)
    else:
        address = access.platform.keys.find_by("email", email.strip().lower())
        found = found.where(Account.email_index == address)
    for account_id in access.connection.execute(found.order_by(Account.id)).scalars().all():
        if is_called(names_of(access.connection, account_id), name):
            return str(account_id)
    return None


def person_without_account(access: Access, name: str, number: str) -> str:
    """The one person of exactly this name in the directory, of age, who can set up an account with a letter.

    Raises Refused for anybody else: an account that is stopped or a record that is closed is opened by its owner alone.
    """
    row = access.connection.execute(
        select(
            Patient.id, Patient.given, Patient.family, Patient.birth_date, Dossier.state, Dossier.frozen_at
        )
        .join(Dossier, Dossier.patient_id == Patient.id, isouter=True)
        .where(Patient.matricule_index == _index(access, number))
    ).first()
    if row is None or not is_called(f"{row.given} {row.family}", name):
        raise Refused(Reason.DELEGATE_UNKNOWN, field="name", keep=True)
    known = access.connection.execute(select(Account.id).where(Account.patient_id == row.id)).first()
    of_age = ages.band(row.birth_date, clock.today()) is ages.Band.OF_AGE
    waits = row.state in (*OPEN_STATES, DossierState.CREATED) and row.frozen_at is None
    if known is not None or not of_age or not waits:
        raise Refused(Reason.DELEGATE_NO_WAY_IN, field="name", keep=True)
    return str(row.id)


def account_since(access: Access, awaited_id: str) -> str | None:
    """The account that somebody set up while a colleague was still to look at it."""
    active = (Account.patient_id == awaited_id, Account.state == "active")
    return access.connection.execute(select(Account.id).where(*active)).scalar()


def _index(access: Access, number: str) -> str:
    checked = matricule.check(number)
    if checked.value is None:
        raise Refused(checked.problem or Reason.MATRICULE_TYPO, field="matricule")
    return access.platform.keys.find_by("matricule", checked.value)


def is_called(names: str, said: str) -> bool:
    """Whether what was said is this whole name, in either order."""
    first, _space, last = names.rpartition(" ")
    wanted = plain_name(said)
    return bool(wanted) and wanted in {plain_name(names), plain_name(f"{last} {first}")}


def check(access: Access, patient_id: str, delegate: Delegate, *, but_basis: str | None = None) -> None:
    """Nobody acts for themself, or twice for the same person; no agent enters who belongs to them.

    A mandate on `but_basis` does not stand in the way: the new one takes its place.
    """
    own = select(Account.patient_id).where(Account.id == delegate.account_id)
    if patient_id in (access.connection.execute(own).scalar(), delegate.awaited_id):
        raise Refused(Reason.INVITATION_OWN, field="name")
    waits = (_M.c.state == MandateState.PROPOSED) & (_M.c.code_until > clock.now())
    running = _M.c.state.in_(_RUNNING) & (_M.c.basis != (but_basis or ""))
    # one of the two stands in a row, and nothing is equal to nothing
    them = or_(_M.c.delegate_id == (delegate.account_id or ""), _M.c.awaited_id == _person(access, delegate))
    others = select(func.count()).where(_M.c.patient_id == patient_id, them, running | waits)
    if access.connection.execute(others).scalar_one():
        raise Refused(Reason.MANDATE_ELSEWHERE, field="name")
    if not stands_apart(access, delegate):
        raise Refused(Reason.OWN_APPROVAL, field="name")


def stands_apart(access: Access, delegate: Delegate) -> bool:
    """Whether who works on it neither is, nor belongs to, whoever is to act."""
    person = select(Patient.matricule_index).where(Patient.id == _person(access, delegate))
    index = access.connection.execute(person).scalar()
    return four_eyes.is_apart(access.connection, access.principal.account_id or "", index)


def _person(access: Access, delegate: Delegate) -> str:
    """Who is to act, as the directory knows them; nothing for an account without a record."""
    own = select(Account.patient_id).where(Account.id == (delegate.account_id or ""))
    return delegate.awaited_id or access.connection.execute(own).scalar() or ""


def propose(
    access: Access,
    patient_id: str,
    delegate: Delegate,
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
            "delegate_id": delegate.account_id,
            "awaited_id": delegate.awaited_id,
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


def may_agree(access: Access, patient_id: str, delegate: Delegate) -> None:
    """Raises Refused where the record or the colleague does not allow it."""
    if not stands_apart(access, delegate):
        raise Refused(Reason.OWN_APPROVAL)
    if closing.locked_state(access.connection, patient_id) not in OPEN_STATES:
        raise Refused(Reason.RECORD_NOT_OPEN)


def begin(access: Access, row: Any, reason: MandateReason, **values: Any) -> None:
    """A colleague agreed: it counts from now on."""
    moment = clock.now()
    begun = {"starts_at": moment, "accepted_at": moment, "confirmed_at": moment, "code_until": None}
    service.put(access, row, MandateState.ACTIVE, reason, **begun, **values)


def forget(access: Access, asked: Asked) -> None:
    """A colleague refused: it never counted; one that somebody stopped before needs nothing more."""
    row = access.connection.execute(select(_M).where(_M.c.id == asked.subject_id).with_for_update()).first()
    if row is None or row.state != MandateState.PROPOSED:
        return
    over = {"ended_at": clock.now(), "code_until": None}
    service.put(access, row, MandateState.ENTERED_IN_ERROR, MandateReason.TYPED_WRONG, **over)
