"""How much waits to be sent, printed, made or decided, and since when: what an operator must see before people call."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from platform_api import clock, outbox
from platform_api.models import Approval, Export, Letter, OpeningRequest, PaperForm, Petition, PostalLetter
from platform_api.models import Notice as NoticeRow
from platform_api.shapes import Moment
from platform_api.vocabulary import (
    ApprovalState,
    ExportState,
    LetterState,
    OpeningState,
    PaperState,
    PetitionState,
)

UNANSWERED = (PetitionState.RECEIVED, PetitionState.IN_HAND)
"""Petitions that somebody still waits for an answer to."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One queue: how many, and since when the oldest waits; None where nothing does."""

    queue: str
    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How many petitions wait for an answer, since when the oldest, and until when the first must be answered."""

    count: int
    oldest: Moment | None
    due_on: date | None


def petitions(connection: Connection) -> Unanswered:
    """The petitions in numbers alone, for those at the desk who may not read them."""
    wanted = select(func.count(), func.min(Petition.asked_at), func.min(Petition.due_on))
    return Unanswered(*connection.execute(wanted.where(Petition.state.in_(UNANSWERED))).one())


def measure(connection: Connection) -> list[Waiting]:
    """Every queue, always in the same order; nothing of anybody in the answer."""
    moment = clock.now()
    to_print = (LetterState.ASKED, LetterState.PRINTING)
    queues: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "messages": (
            NoticeRow.created_at,
            NoticeRow.sent_at.is_(None) & or_(NoticeRow.expires_at.is_(None), NoticeRow.expires_at > moment),
        ),
        "messages_refused": (NoticeRow.created_at, outbox.given_up()),
        "activation_letters": (Letter.asked_at, Letter.state.in_(to_print)),
        "confirmation_letters": (PostalLetter.asked_at, PostalLetter.state.in_(to_print)),
        "copies": (Export.asked_at, Export.state == ExportState.MAKING),
        "approvals": (
            Approval.asked_at,
            (Approval.state == ApprovalState.WAITING) & (Approval.expires_at > moment),
        ),
        "openings": (OpeningRequest.asked_at, OpeningRequest.state == OpeningState.WAITING),
        "papers": (PaperForm.received_at, PaperForm.state == PaperState.WAITING),
    }
    found = []
    for queue, (since, waits) in queues.items():
        count, oldest = connection.execute(select(func.count(), func.min(since)).where(waits)).one()
        found.append(Waiting(queue, count, oldest))
    return found
