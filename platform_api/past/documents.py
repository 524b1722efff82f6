"""When each document of a record was in its list, and at which level."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from platform_api.models import Document, DocumentAbsence, DocumentLevel
from platform_api.vocabulary import OWN_FILE_FORMAT

_D = Document.__table__
Span = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """A time in which a document was in the list at one level; `row` is what the policy is told of it."""

    begins: datetime
    ends: datetime | None
    row: dict[str, Any]
    is_current: bool

    def touches(self, begins: datetime, ends: datetime) -> bool:
        """Whether any of it lies between these moments."""
        return self.begins < ends and (self.ends is None or self.ends > begins)


def pieces(connection: Connection, patient_id: str) -> list[Piece]:
    """All of them, those of the newest document first. The files behind a document were never in the list."""
    rows = connection.execute(
        select(
            _D.c.id,
            _D.c.type_code,
            _D.c.group_code,
            _D.c.confidentiality,
            _D.c.author_id,
            _D.c.software_id,
            _D.c.status,
            _D.c.deposited_at,
            _D.c.withdrawn_at,
            _D.c.replaces_id,
            _D.c.format_code,
        )
        .where(_D.c.patient_id == patient_id)
        .order_by(_D.c.created_at.desc(), _D.c.id.desc())
    ).all()
    replaced: dict[str, datetime] = {}
    for row in rows:
        if row.replaces_id is not None:
            replaced[row.replaces_id] = min(row.deposited_at, replaced.get(row.replaces_id, row.deposited_at))
    gone, levels = _absences(connection, patient_id), _levels(connection, patient_id)
    return [
        Piece(begins, ends, {**row._mapping, "confidentiality": level}, row.status == "current")
        for row in rows
        if row.format_code != OWN_FILE_FORMAT
        for begins, ends, level in _of_one(row, replaced.get(row.id), gone[row.id], levels[row.id])
    ]


def _of_one(
    row: Any,
    replaced_at: datetime | None,
    gone: list[Span],
    levels: list[tuple[datetime, datetime | None, str]],
) -> Iterator[tuple[datetime, datetime | None, str]]:
    if row.status == "superseded" and replaced_at is None:
        return  # it never was in the list
    until = None if row.status == "current" else replaced_at
    out = [*gone, (row.withdrawn_at, None)] if row.withdrawn_at is not None else gone
    for begins, ends, level in levels or [(row.deposited_at, None, row.confidentiality)]:
        whole = _within((begins, ends), (row.deposited_at, until))
        for piece in _without(whole, out):
            yield *piece, level


def _without(spans: Iterable[Span], out: list[Span]) -> Iterable[Span]:
    for begins, ends in out:
        spans = [
            piece
            for one in spans
            for part in ((None, begins), (ends, None))
            if part != (None, None)
            for piece in _within(one, part)
        ]
    return spans


def _within(one: Span, other: tuple[datetime | None, datetime | None]) -> list[Span]:
    begins = max(one[0], other[0]) if other[0] is not None else one[0]
    ends = min((moment for moment in (one[1], other[1]) if moment is not None), default=None)
    return [(begins, ends)] if ends is None or begins < ends else []


def _absences(connection: Connection, patient_id: str) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    mine = DocumentAbsence.patient_id == patient_id
    for row in connection.execute(select(DocumentAbsence.__table__).where(mine)):
        found[row.document_id].append((row.starts_at, row.ended_at))
    return found


def _levels(
    connection: Connection, patient_id: str
) -> dict[str, list[tuple[datetime, datetime | None, str]]]:
    found: dict[str, list[tuple[datetime, datetime | None, str]]] = defaultdict(list)
    mine = DocumentLevel.patient_id == patient_id
    for row in connection.execute(
        select(DocumentLevel.__table__).where(mine).order_by(DocumentLevel.starts_at)
    ):
        found[row.document_id].append((row.starts_at, row.ended_at, row.level))
    return found
