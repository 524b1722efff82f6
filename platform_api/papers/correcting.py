"""A form that was entered as another kind than it is, or by mistake: put right at once, and its person is told.

A statement that lies here under another kind can be looked at by the whole desk: that must end with one press.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from platform_api import clock, delays, four_eyes, outbox, paper_forms, posting
from platform_api.documents import withdrawing
from platform_api.documents.service import WITHDRAWN
from platform_api.four_eyes import Asked
from platform_api.guard import Access, Look, Subject
from platform_api.models import Approval, Document, PaperForm
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import (
    ApprovalAct,
    ApprovalState,
    Delay,
    Notice,
    PaperKind,
    PaperState,
    PostKind,
    Reason,
)

_P = PaperForm.__table__
_A = Approval.__table__


def due(kind: str, received_at: datetime) -> datetime:
    """Until when a form of this kind is to be done."""
    delay = Delay.OPENING_LETTER if kind == PaperKind.OPENING else Delay.ANSWER_REQUEST
    return delays.over_at(delay, received_at)


def to_correct(number: str) -> Look:
    """A look-up for the guard: a form that waits, or a statement that lies in a record, and whose work it was."""
    found = paper_forms.find(number)

    def look(connection: Connection, principal: Principal) -> Subject:
        subject = found(connection, principal)
        row = subject.payload
        if row is None:
            return subject
        state = paper_forms.standing(row)
        mine = principal.account_id in (row.received_by, row.done_by) or subject.facts["paper_in_hand"]
        can_be = state in (PaperState.WAITING, PaperState.CHECKING) or _lies_in_a_record(row)
        facts = {**subject.facts, "exists": can_be, "paper_is_own_work": mine}
        return Subject(row.patient_id, "paper", row.number, row, facts)

    return look


def correct(access: Access, kind: PaperKind) -> None:
    """Give it its right kind, with what waits for a second person taken back; raises Refused where nothing changes.

    A statement in a record is withdrawn from it, and its sheet is scanned again under its right kind.
    """
    row, connection = access.subject.payload, access.connection
    state = paper_forms.standing(row)
    if kind == row.kind and state is PaperState.WAITING:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="kind")
    values: dict[str, Any] = {"kind": kind, "due_at": due(kind, row.received_at), "became": None}
    values |= {"state": PaperState.WAITING, "approval_id": None, "done_by": None, "done_at": None}
    if state is PaperState.CHECKING:
        _take_back(access, row.approval_id)
    if state is PaperState.ENTERED:
        _withdraw(access, row.became)
        values = {"state": PaperState.WITHDRAWN}
    told = row.patient_id is not None
    values["corrected_from"] = None if told else row.corrected_from or row.kind
    connection.execute(update(PaperForm).where(_P.c.id == row.id).values(**values))
    access.details.update(paper=row.number, kind=kind.value, was=row.kind)
    if told:
        tell(access, row.patient_id)


def tell(access: Access, patient_id: str) -> None:
    """Tell the person that a form of theirs was put right: by e-mail, or by letter where there is no account."""
    connection, keys = access.connection, access.platform.keys
    if not outbox.tell_holder(connection, keys, Notice.PAPER_CORRECTED, patient_id):
        posting.queue(connection, keys, PostKind.PAPER_CORRECTED, patient_id)


def _take_back(access: Access, approval_id: str) -> None:
    """What the form asked for waits no more; a colleague who agrees now is too late."""
    row = access.connection.execute(select(_A).where(_A.c.id == approval_id).with_for_update()).one()
    over = {"state": ApprovalState.REFUSED, "decided_by": access.principal.account_id}
    taken = access.connection.execute(
        update(Approval)
        .where(_A.c.id == approval_id, _A.c.state == ApprovalState.WAITING)
        .values(**over, decided_at=clock.now())
    )
    if taken.rowcount != 1:
        raise Refused(Reason.DECIDED_ALREADY)
    act = ApprovalAct(row.act)
    undo = four_eyes.UNDOINGS.get(act)
    if undo is not None:
        undo(access, Asked(row.id, act, row.patient_id, row.subject_id, row.asked_by))


def _withdraw(access: Access, document_id: str) -> None:
    """The document leaves the record's lists; its holder can still bring it back, as one of their own."""
    status = select(Document.status).where(Document.id == document_id)
    if access.connection.execute(status).scalar() == WITHDRAWN:
        raise Refused(Reason.DECIDED_ALREADY)
    withdrawing.take_back(access, [document_id])
    access.details["document"] = document_id


def _lies_in_a_record(row: Any) -> bool:
    return bool(row.state == PaperState.ENTERED and row.kind == PaperKind.STATEMENT and row.became)
