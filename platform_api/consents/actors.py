"""Professionals and organisations as a record's holder meets them: can they open it now, why, and until when.

Whether somebody can open the record is asked of the policy itself, with the facts it gets at a real request.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, or_, select

from platform_api import as_if, clock, conditions, policy
from platform_api.as_if import Eyes
from platform_api.facts import Facts
from platform_api.models import AccessRight, Document, Organisation, Professional
from platform_api.rights import Then
from platform_api.shapes import Moment
from platform_api.vocabulary import (
    Action,
    DecisionReason,
    ProfessionalCategory,
    Purpose,
    Right,
    Standing,
)

PROFESSIONAL, ORGANISATION = "professional", "organisation"
KINDS = (PROFESSIONAL, ORGANISATION)
_MOST = 20  # rows of one search
_LONGEST = 200  # characters of one search
_GIVEN = (Right.CIRCLE, Right.DATED, Right.PRESENCE)
_people = select(
    Professional.id,
    Professional.prefix,
    Professional.given,
    Professional.family,
    Professional.category,
    Professional.specialty,
    Professional.organisation_id,
    Organisation.name.label("organisation"),
    Organisation.city,
).join(Organisation, Organisation.id == Professional.organisation_id)
_houses = select(Organisation.id, Organisation.name, Organisation.kind, Organisation.city)


@dataclass(frozen=True, slots=True)
class Actor:
    """One row of the directory with what holds for this record now."""

    kind: Literal["professional", "organisation"]
    id: str
    name: str
    standing: Standing
    can_open: bool
    until: Moment | None
    through_organisation: bool
    granted: bool
    blocked: bool
    reason: DecisionReason | None
    category: str | None
    organisation_kind: str | None
    organisation_id: str
    organisation: str
    city: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One of the holder's decisions that is in force."""

    kind: Right
    actor: tuple[str, str]
    ends_at: datetime | None
    reason: DecisionReason | None


def find(connection: Connection, kind: str, actor_id: str) -> Any:
    """The directory's row of a professional or an organisation, or None."""
    if kind == PROFESSIONAL:
        return connection.execute(_people.where(Professional.id == actor_id)).first()
    return connection.execute(_houses.where(Organisation.id == actor_id)).first()


def is_blocked(connection: Connection, patient_id: str, kind: str, row: Any) -> bool:
    """Whether the holder blocked this one, or the organisation they work for."""
    mine = _in_force(connection, patient_id)
    return any(right.kind is Right.BLOCK for right in _about(mine, kind, row))


def one(connection: Connection, patient_id: str, kind: str, row: Any, then: Then | None = None) -> Actor:
    """This professional or organisation, and what holds for this record now, or held `then`."""
    return _actor(connection, patient_id, kind, row, _in_force(connection, patient_id, then), then)


def everyone(connection: Connection, patient_id: str) -> list[Actor]:
    """All whom the holder let in or blocked, and all who wrote documents of this record; by name."""
    mine = _in_force(connection, patient_id)
    named = {right.actor for right in mine}
    wrote = select(Document.author_id).where(
        Document.patient_id == patient_id, Document.author_id.is_not(None), Document.status == "current"
    )
    people = connection.execute(
        _people.where(
            or_(
                Professional.id.in_({actor_id for kind, actor_id in named if kind == PROFESSIONAL}),
                Professional.id.in_(wrote),
            )
        ).order_by(Professional.family, Professional.given, Professional.id)
    ).all()
    houses = connection.execute(
        _houses.where(
            Organisation.id.in_({actor_id for kind, actor_id in named if kind == ORGANISATION})
        ).order_by(Organisation.name, Organisation.id)
    ).all()
    rows = [(ORGANISATION, row) for row in houses] + [(PROFESSIONAL, row) for row in people]
    return [_actor(connection, patient_id, kind, row, mine) for kind, row in rows]


def search(connection: Connection, patient_id: str, text: str) -> tuple[list[Actor], bool]:
    """Those whose name, profession, organisation or place hold every word; and whether there are more.

    Accents and capitals do not matter, which no database's own comparison does alike: the directory of the country
    holds some ten thousand names and is compared here.
    """
    words = _plain(text[:_LONGEST]).split()
    if not words:
        return [], False
    houses = connection.execute(_houses.order_by(Organisation.name, Organisation.id))
    people = connection.execute(_people.order_by(Professional.family, Professional.given, Professional.id))
    found = list(_fitting(words, PROFESSIONAL, people)) + list(_fitting(words, ORGANISATION, houses))
    mine = _in_force(connection, patient_id)
    actors = [_actor(connection, patient_id, kind, row, mine) for kind, row in found[:_MOST]]
    return actors, len(found) > _MOST


def _fitting(words: list[str], kind: str, rows: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for row in rows:
        parts = [part for part in row[1:] if isinstance(part, str)]
        text = _plain(" ".join(parts))
        if all(word in text for word in words):
            yield kind, row


def _plain(text: str) -> str:
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign)
    )


def _in_force(connection: Connection, patient_id: str, then: Then | None = None) -> list[Decision]:
    moment = then.moment if then else clock.now()
    standing: ColumnElement[bool] = AccessRight.ended_at.is_(None)
    if then is not None:
        standing = or_(standing, AccessRight.ended_at > moment)
    rows = connection.execute(
        select(
            AccessRight.kind,
            AccessRight.actor_kind,
            AccessRight.actor_id,
            AccessRight.ends_at,
            AccessRight.reason,
        )
        .where(
            AccessRight.patient_id == patient_id,
            standing,
            AccessRight.starts_at <= moment,
            or_(AccessRight.ends_at.is_(None), AccessRight.ends_at > moment),
        )
        .order_by(AccessRight.id)
    )
    return [
        Decision(
            Right(row.kind),
            (row.actor_kind, row.actor_id),
            row.ends_at,
            DecisionReason(row.reason) if row.reason else None,
        )
        for row in rows
    ]


def _about(mine: list[Decision], kind: str, row: Any) -> list[Decision]:
    them = {(kind, row.id)}
    if kind == PROFESSIONAL:
        them.add((ORGANISATION, row.organisation_id))
    return [right for right in mine if right.actor in them]


def _actor(
    connection: Connection,
    patient_id: str,
    kind: str,
    row: Any,
    mine: list[Decision],
    then: Then | None = None,
) -> Actor:
    is_person = kind == PROFESSIONAL
    facts = eyes(connection, patient_id, kind, row, then=then).facts
    decided = _about(mine, kind, row)
    own = [right for right in decided if right.actor == (kind, row.id)]
    granted = [right for right in own if right.kind in _GIVEN]
    block = next((right for right in own if right.kind is Right.BLOCK), None)
    can_open = policy.decide(Action.LIST_DOCUMENTS, facts).allowed
    standing, because = _standing(facts, can_open, block, decided, granted)
    told = block or because
    return Actor(
        kind="professional" if is_person else "organisation",
        id=row.id,
        name=" ".join(part for part in (row.prefix, row.given, row.family) if part)
        if is_person
        else row.name,
        standing=standing,
        can_open=can_open,
        until=because.ends_at if because else None,
        through_organisation=because is not None and because.actor != (kind, row.id),
        granted=bool(granted),
        blocked=block is not None,
        reason=told.reason if told else None,
        category=row.category if is_person else None,
        organisation_kind=None if is_person else row.kind,
        organisation_id=row.organisation_id if is_person else "",
        organisation=row.organisation if is_person else "",
        city=row.city,
    )


def eyes(
    connection: Connection,
    patient_id: str,
    kind: str,
    row: Any,
    purpose: Purpose = Purpose.TREATMENT,
    then: Then | None = None,
) -> Eyes:
    """What the policy would know if they asked, through conformant software; of an organisation, a physician."""
    if kind == PROFESSIONAL:
        who: tuple[str | None, str, str] = (row.id, row.organisation_id, row.category)
    else:
        who = (None, row.id, ProfessionalCategory.PHYSICIAN)
    return as_if.professional(connection, patient_id, *who, purpose, then)


def _standing(
    facts: Facts,
    can_open: bool,
    block: Decision | None,
    decided: list[Decision],
    granted: list[Decision],
) -> tuple[Standing, Decision | None]:
    """Why it is so, and the decision that makes it so; one's own before that of the organisation."""
    if facts.is_blocked:
        return (Standing.BLOCKED if block else Standing.ORGANISATION_BLOCKED), None
    if not conditions.record_is_open(facts):
        return Standing.RECORD_NOT_OPEN, None
    if not can_open:
        return Standing.NO_ACCESS, None
    letting_in = granted or [right for right in decided if right.kind in _GIVEN]
    if not letting_in:
        return Standing.AUTHOR, None
    longest = max(letting_in, key=lambda right: (right.ends_at is None, right.ends_at or clock.now()))
    return Standing(longest.kind), longest
