"""What waits of the paper forms, the oldest due first; and one of them as the desk sees it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from platform_api import clock, delays, paper_forms, paper_numbers
from platform_api.accounts import names_of
from platform_api.guard import Access, Look, Subject
from platform_api.models import Approval, PaperForm
from platform_api.principal import Principal
from platform_api.shapes import Language, Moment
from platform_api.vocabulary import ApprovalState, PaperKind, PaperRefusal, PaperState, Role

MOST = 100
_P = PaperForm.__table__


@dataclass(frozen=True, slots=True)
class Paper:
    """A form as the desk sees it: never whose it is, never what stands on it."""

    number: str
    kind: PaperKind
    language: Language
    state: PaperState
    received_at: Moment
    received_by: str
    due_on: date
    pages: int
    can_be_seen: bool
    taken_by: str
    taken_until: Moment | None
    mine: bool
    done_at: Moment | None
    became: str | None
    refusal: PaperRefusal | None
    can_be_corrected: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A part of the queue, and how much waits in all."""

    papers: list[Paper]
    count: int
    oldest: Moment | None
    due_on: date | None


def waiting(access: Access, after: str) -> Waiting:
    """What waits, from behind the form of this number on."""
    connection = access.connection
    open_ones = _that_wait()
    found = paper_forms.rows().where(open_ones)
    last = connection.execute(
        select(_P.c.due_at, _P.c.id).where(_P.c.number == (paper_numbers.check(after) or ""))
    ).first()
    if last is not None:
        same_day = (_P.c.due_at == last.due_at) & (_P.c.id > last.id)
        found = found.where(or_(_P.c.due_at > last.due_at, same_day))
    rows = connection.execute(found.order_by(_P.c.due_at, _P.c.id).limit(MOST)).all()
    joined = _P.outerjoin(Approval, Approval.id == _P.c.approval_id)
    measured = select(func.count(), func.min(_P.c.received_at), func.min(_P.c.due_at))
    count, oldest, due = connection.execute(measured.select_from(joined).where(open_ones)).one()
    access.details["papers"] = len(rows)
    return Waiting([shown(access, row) for row in rows], count, oldest, delays.last_day(due) if due else None)


def shown(access: Access, row: Any) -> Paper:
    """One form."""
    until, me = paper_forms.held_until(row), access.principal.account_id
    state = paper_forms.standing(row)
    return Paper(
        number=row.number,
        kind=PaperKind(row.kind),
        language=row.language,
        state=state,
        received_at=row.received_at,
        received_by=names_of(access.connection, row.received_by),
        due_on=delays.last_day(row.due_at),
        pages=row.pages,
        can_be_seen=_can_be_seen(row, state),
        taken_by=names_of(access.connection, row.taken_by) if until else "",
        taken_until=until,
        mine=until is not None and row.taken_by == me,
        done_at=row.done_at if state in (PaperState.ENTERED, PaperState.REFUSED) else None,
        became=None if row.kind == PaperKind.STATEMENT else row.became,
        refusal=PaperRefusal(row.refusal) if row.refusal else None,
        can_be_corrected=_can_be_corrected(access, row, state),
    )


def one(number: str) -> Look:
    """A look-up for the guard: a form wherever it stands, for who works at the desk."""

    def look(connection: Connection, _principal: Principal) -> Subject:
        plain = paper_numbers.check(number) or ""
        row = connection.execute(paper_forms.rows().where(_P.c.number == plain)).first()
        return Subject(kind="paper", id=plain or None, payload=row)

    return look


def to_look_at(number: str) -> Look:
    """A look-up for the guard: a form whose scan an agent may see: one that waits, and never a statement."""
    found = paper_forms.find(number)

    def look(connection: Connection, principal: Principal) -> Subject:
        subject = found(connection, principal)
        row = subject.payload
        if row is not None and not _can_be_seen(row, paper_forms.standing(row)):
            subject.facts["exists"] = False
        return subject

    return look


def _can_be_seen(row: Any, state: PaperState) -> bool:
    return row.kind != PaperKind.STATEMENT and state in (PaperState.WAITING, PaperState.CHECKING)


def _can_be_corrected(access: Access, row: Any, state: PaperState) -> bool:
    """Whether who looks may put it right, as far as its page has to know; the policy still decides."""
    mine = access.principal.account_id in (row.received_by, row.done_by, row.taken_by)
    in_record = state is PaperState.ENTERED and row.kind == PaperKind.STATEMENT and bool(row.became)
    return (mine or access.principal.role is Role.SUPERVISOR) and (
        state in (PaperState.WAITING, PaperState.CHECKING) or in_record
    )


def _that_wait() -> Any:
    alive = (Approval.state == ApprovalState.WAITING) & (Approval.expires_at > clock.now())
    unlooked = (_P.c.state == PaperState.CHECKING) & (Approval.id.is_(None) | ~alive)
    return or_(_P.c.state == PaperState.WAITING, unlooked)
