"""Four eyes: what one person asks for, another looks at with the evidence in view, and then it happens, once.

A feature with something to be agreed registers its effect: `EFFECTS[ApprovalAct.X] = function(access, asked)`,
and in `UNDOINGS` what a refusal takes back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from platform_api import clock
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.models import Approval, HelpCase, StaffMember
from platform_api.vocabulary import ApprovalAct, ApprovalState

LASTS = timedelta(hours=24)
"""What nobody looked at within a day has to be asked for again (domain.md: four eyes, 24 h)."""
FOR_SUPERVISORS = frozenset({ApprovalAct.GUARDED_CASE})
"""What only a supervisor agrees to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that waits, or waited, for a second pair of eyes."""

    id: str
    act: ApprovalAct
    patient_id: str | None
    subject_id: str | None
    asked_by: str


Effect = Callable[[Access, Asked], None]
EFFECTS: dict[ApprovalAct, Effect] = {}
UNDOINGS: dict[ApprovalAct, Effect] = {}
"""What a refusal takes back, where asking left something behind."""


def ask(
    connection: Connection,
    act: ApprovalAct,
    asked_by: str,
    *,
    patient_id: str | None = None,
    subject_id: str | None = None,
    case_id: str | None = None,
    evidence: dict[str, Any] | None = None,
) -> str:
    """Ask for a second pair of eyes; the same thing asked twice, by whomever, waits once. Returns its id."""
    moment = clock.now()
    same = (
        Approval.act == act,
        Approval.state == ApprovalState.WAITING,
        Approval.expires_at > moment,
        Approval.patient_id.is_(None) if patient_id is None else Approval.patient_id == patient_id,
        Approval.subject_id.is_(None) if subject_id is None else Approval.subject_id == subject_id,
    )
    known = connection.execute(select(Approval.id).where(*same).with_for_update()).scalar()
    if known is not None:
        return str(known)
    identifier = new_id()
    row: dict[str, Any] = {"id": identifier, "act": act, "patient_id": patient_id, "subject_id": subject_id}
    row |= {"case_id": case_id, "asked_by": asked_by, "asked_at": moment, "expires_at": moment + LASTS}
    connection.execute(insert(Approval), row | {"state": ApprovalState.WAITING, "evidence": evidence or {}})
    return identifier


def ask_for_caller(access: Access, act: ApprovalAct, *, subject_id: str | None = None) -> str:
    """Ask for what a caller wants, with how they came and how far they are proved in view. Returns its id."""
    helping_now = access.principal.assistance
    case_id = helping_now.case_id if helping_now else None
    channel = access.connection.execute(select(HelpCase.channel).where(HelpCase.id == case_id)).scalar()
    return ask(
        access.connection,
        act,
        access.principal.account_id or "",
        patient_id=access.subject.patient_id,
        subject_id=subject_id,
        case_id=case_id,
        evidence={"level": helping_now.proof_level if helping_now else 0, "channel": channel or ""},
    )


def decide(access: Access, approval_id: str, *, agreed: bool) -> bool:
    """Agree or refuse; the effect runs in the same transaction, exactly once. False when somebody was faster."""
    connection, moment = access.connection, clock.now()
    state = ApprovalState.AGREED if agreed else ApprovalState.REFUSED
    taken = connection.execute(
        update(Approval)
        .where(
            Approval.id == approval_id,
            Approval.state == ApprovalState.WAITING,
            Approval.expires_at > moment,
        )
        .values(state=state, decided_by=access.principal.account_id, decided_at=moment)
    )
    if taken.rowcount != 1:
        return False
    row = connection.execute(select(Approval.__table__).where(Approval.id == approval_id)).one()
    act = ApprovalAct(row.act)
    access.details.update(act=act.value, agreed=agreed, asked_by=row.asked_by)
    effect = (EFFECTS if agreed else UNDOINGS).get(act)
    if effect is not None:
        effect(access, Asked(row.id, act, row.patient_id, row.subject_id, row.asked_by))
    return True


def agreed_lately(connection: Connection, act: ApprovalAct, asked_by: str, patient_id: str) -> bool:
    """Whether somebody agreed to this within the last day."""
    row = connection.execute(
        select(Approval.id).where(
            Approval.act == act,
            Approval.patient_id == patient_id,
            Approval.asked_by == asked_by,
            Approval.state == ApprovalState.AGREED,
            Approval.decided_at > clock.now() - LASTS,
        )
    ).first()
    return row is not None


def stands_apart(connection: Connection, account_id: str, row: Any, index: str | None) -> bool:
    """Whether this member of staff neither asked for it nor is, or belongs to, the person it is about."""
    return row.asked_by != account_id and is_apart(connection, account_id, index)


def is_apart(connection: Connection, account_id: str, index: str | None) -> bool:
    """Whether a member of staff neither is, nor belongs to, the person with this matricule."""
    me = connection.execute(
        select(StaffMember.own_index, StaffMember.relatives).where(StaffMember.account_id == account_id)
    ).first()
    return me is None or index is None or (me.own_index != index and index not in me.relatives)


def waiting(connection: Connection, moment: datetime) -> list[Any]:
    """What waits now, and what was decided in the last day, the most urgent first."""
    recent = Approval.decided_at > moment - LASTS
    open_now = (Approval.state == ApprovalState.WAITING) & (Approval.expires_at > moment)
    return list(
        connection.execute(
            select(Approval.__table__).where(or_(open_now, recent)).order_by(Approval.expires_at, Approval.id)
        )
    )
