"""One day of somebody's sight of a record: the policy is asked for every stretch in which nothing was decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, func, or_, select, union

from platform_api import clock, policy
from platform_api.consents import actors
from platform_api.documents import sight
from platform_api.models import AccessRight, AuditEntry, Document, Organisation, Professional
from platform_api.past import documents, record
from platform_api.past.documents import Piece
from platform_api.past.record import Past
from platform_api.rights import Then
from platform_api.shapes import Moment
from platform_api.vocabulary import Action, Purpose, Role, Standing


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the day with one answer; `can_open` is null, and the standing too, where nobody knows any more."""

    begins: Moment
    ends: Moment
    can_open: bool | None
    standing: Standing | None
    through_organisation: bool
    in_emergency: bool | None


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody could open on a day, the newest document first; ids of what is still in the list apart.

    `emergency` counts what they could have opened by attesting an emergency. `directory_changed`: their entry in the
    directory changed since, and the answer goes by today's.
    """

    stretches: list[Stretch]
    documents: list[str]
    gone: int
    all: int
    emergency: int
    directory_changed: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who had something to do with a record at any time."""

    kind: Literal["professional", "organisation"]
    id: str
    name: str
    organisation: str


def day(connection: Connection, patient_id: str, kind: str, row: Any, on: date) -> Sight | None:
    """The sight of this professional or organisation on this day, until now if it is today; None without a record."""
    past = record.read(connection, patient_id)
    if past is None:
        return None
    begins = max(datetime.combine(on, time.min, clock.LUXEMBOURG), past.created_at)
    ends = min(datetime.combine(on + timedelta(days=1), time.min, clock.LUXEMBOURG), clock.now())
    if begins >= ends:
        return Sight([], [], 0, 0, 0, False)  # there was no record yet
    everything = [piece for piece in documents.pieces(connection, patient_id) if piece.touches(begins, ends)]
    found: list[Stretch] = []
    seen: set[str] = set()
    in_emergency: set[str] = set()
    cuts = _cuts(connection, patient_id, kind, row, past, begins, ends)
    for start, end in zip(cuts, [*cuts[1:], ends], strict=True):
        then = past.at(start)
        rows = [piece.row for piece in everything if piece.touches(start, end)]
        usual = actors.eyes(connection, patient_id, kind, row, then=then)
        urgent = actors.eyes(connection, patient_id, kind, row, Purpose.EMERGENCY, then)
        seen.update(sight.seen_among(usual, rows))
        in_emergency.update(sight.seen_among(urgent, rows))
        emergency: bool | None = policy.decide(Action.LIST_DOCUMENTS, urgent.facts).allowed
        if then.state is None or then.emergency_allowed is None:
            emergency = None
        found.append(_stretch(connection, patient_id, kind, row, then, end, emergency))
    still, gone = _ordered(everything, seen)
    house = row.organisation_id if kind == actors.PROFESSIONAL else row.id
    changed = _changed_since(connection, ends, row.id if kind == actors.PROFESSIONAL else "", house)
    return Sight(
        _merged(found),
        still,
        gone,
        len({piece.row["id"] for piece in everything}),
        len(in_emergency),
        changed,
    )


def everyone(connection: Connection, patient_id: str) -> list[Known]:
    """Whoever had a right, wrote a document or stands in the trail as a professional, at any time; by name."""
    named: Any = union(
        select(AccessRight.actor_id).where(
            AccessRight.patient_id == patient_id, AccessRight.actor_kind == "professional"
        ),
        select(Document.author_id).where(Document.patient_id == patient_id, Document.author_id.is_not(None)),
        select(AuditEntry.person_id).where(
            AuditEntry.chain == patient_id, AuditEntry.role == Role.PROFESSIONAL
        ),
    )
    people = connection.execute(
        select(
            Professional.id,
            Professional.prefix,
            Professional.given,
            Professional.family,
            Organisation.name.label("organisation"),
        )
        .join(Organisation, Organisation.id == Professional.organisation_id)
        .where(Professional.id.in_(named))
        .order_by(Professional.family, Professional.given, Professional.id)
    )
    decided = select(AccessRight.actor_id).where(
        AccessRight.patient_id == patient_id, AccessRight.actor_kind == "organisation"
    )
    houses = connection.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(decided))
        .order_by(Organisation.name, Organisation.id)
    )
    found = [
        Known(
            "professional",
            one.id,
            " ".join(part for part in (one.prefix, one.given, one.family) if part),
            one.organisation,
        )
        for one in people
    ]
    return found + [Known("organisation", one.id, one.name, "") for one in houses]


def _stretch(
    connection: Connection,
    patient_id: str,
    kind: str,
    row: Any,
    then: Then,
    ends: datetime,
    in_emergency: bool | None,
) -> Stretch:
    if then.state is None:
        return Stretch(then.moment, ends, None, None, False, None)
    actor = actors.one(connection, patient_id, kind, row, then)
    return Stretch(
        then.moment, ends, actor.can_open, actor.standing, actor.through_organisation, in_emergency
    )


def _cuts(
    connection: Connection,
    patient_id: str,
    kind: str,
    row: Any,
    past: Past,
    begins: datetime,
    ends: datetime,
) -> list[datetime]:
    """The beginning of the day, and each moment in it at which an answer could change."""
    moments: set[datetime] = set(past.changes())
    house = row.organisation_id if kind == actors.PROFESSIONAL else row.id
    for right in connection.execute(
        select(AccessRight.starts_at, AccessRight.ends_at, AccessRight.ended_at).where(
            AccessRight.patient_id == patient_id, AccessRight.actor_id.in_((row.id, house))
        )
    ):
        moments.update(moment for moment in right if moment is not None)
    wrote = select(func.min(Document.deposited_at)).where(
        Document.patient_id == patient_id, Document.author_id == row.id
    )
    first = connection.execute(wrote).scalar()
    if first is not None:
        moments.add(first)
    return [begins, *sorted(moment for moment in moments if begins < moment < ends)]


def _ordered(everything: Iterable[Piece], seen: set[str]) -> tuple[list[str], int]:
    """Those that are still in the list, and how many are not."""
    order = {piece.row["id"]: piece.is_current for piece in everything if piece.row["id"] in seen}
    return [one for one, still in order.items() if still], sum(not still for still in order.values())


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for one in stretches:
        if found and replace(found[-1], begins=one.begins, ends=one.ends) == one:
            found[-1] = replace(found[-1], ends=one.ends)
        else:
            found.append(one)
    return found


def _changed_since(connection: Connection, moment: datetime, person_id: str, house_id: str) -> bool:
    changed = or_(
        select(Professional.id)
        .where(Professional.id == person_id, Professional.changed_at > moment)
        .exists(),
        select(Organisation.id).where(Organisation.id == house_id, Organisation.changed_at > moment).exists(),
    )
    return bool(connection.execute(select(changed)).scalar())
