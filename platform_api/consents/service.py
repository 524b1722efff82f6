"""What a record's holder decides: let in, take back, block, unblock, emergencies. Each act twice has one effect."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, insert, select, update

from platform_api import clock, levels, outbox
from platform_api.consents import actors
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import AccessRight, EmergencyChoice, RecordSetting
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Confidentiality, Notice, Reason, Right

LONGEST = timedelta(days=5 * 366)
"""The longest dated access; who should stay longer belongs into the care circle."""
_GIVEN = (Right.CIRCLE, Right.DATED, Right.PRESENCE)


def about(kind: str, actor_id: str) -> Look:
    """A look-up for the guard: a professional or an organisation of the directory, seen from one's own record."""

    def look(connection: Connection, principal: Principal) -> Subject:
        row = actors.find(connection, kind, actor_id) if kind in actors.KINDS else None
        if row is None:
            return Subject(principal.patient_id, facts={"exists": False})
        blocked = actors.is_blocked(connection, principal.patient_id or "", kind, row)
        facts = {"exists": True, "target_blocked": blocked}
        return Subject(principal.patient_id, kind, actor_id, row, facts)

    return look


@dataclass(frozen=True, slots=True)
class Emergency:
    """What a holder chose for an emergency: at all, restricted documents too, and since when."""

    allowed: bool = True
    restricted: bool = False
    since: datetime | None = None


def emergency_choice(allowed: bool, restricted: bool | None) -> Look:
    """A look-up for the guard: whether this choice opens more than what holds now; `restricted` None leaves it."""

    def look(connection: Connection, principal: Principal) -> Subject:
        now = emergency_of(connection, principal.patient_id or "")
        facts = {"opens_more": (allowed and not now.allowed) or (restricted is True and not now.restricted)}
        return Subject(principal.patient_id, "record", principal.patient_id, facts=facts)

    return look


def grant(access: Access, kind: str, until: date | None, reason: str) -> None:
    """Let them in: to the end of a day in Luxembourg, or into the care circle; replaces what was given before.

    Raises Refused when the day is over or more than five years away.
    """
    ends_at = None if until is None else end_of_day(until)
    right = Right.CIRCLE if until is None else Right.DATED
    connection, patient_id = access.connection, levels.lock(access)
    access.details.update(right=right.value, until=until.isoformat() if until else None)
    standing = _in_force(connection, patient_id, kind, access.subject.id or "", _GIVEN)
    if [(one.kind, one.ends_at) for one in standing] == [(right, ends_at)]:
        return
    _end(connection, patient_id, [one.id for one in standing])
    _add(access, kind, right, reason, ends_at)


def revoke(access: Access, kind: str, only: str | None = None) -> None:
    """Take back what was given to them, or `only` this right; it counts from their next request."""
    patient_id = levels.lock(access)
    standing = _in_force(access.connection, patient_id, kind, access.subject.id or "", _GIVEN)
    _end(access.connection, patient_id, [one.id for one in standing if only in (None, one.id)])


def block(access: Access, kind: str, reason: str) -> None:
    """Keep them out of everything; what they were given stays, without effect, until they are unblocked."""
    patient_id = levels.lock(access)
    if not _in_force(access.connection, patient_id, kind, access.subject.id or "", (Right.BLOCK,)):
        _add(access, kind, Right.BLOCK, reason, None)


def unblock(access: Access, kind: str) -> None:
    """End the block; the holder is told when a caregiver did it."""
    patient_id = levels.lock(access)
    standing = _in_force(access.connection, patient_id, kind, access.subject.id or "", (Right.BLOCK,))
    _end(access.connection, patient_id, [one.id for one in standing])
    if standing and access.principal.mandate is not None:
        keys = access.platform.keys
        outbox.tell_holder(access.connection, keys, Notice.UNBLOCKED_FOR_YOU, patient_id)


def emergency_of(connection: Connection, patient_id: str) -> Emergency:
    """What holds in an emergency; until somebody chooses it is allowed, and restricted documents stay closed."""
    row = connection.execute(
        select(
            RecordSetting.emergency_allowed, RecordSetting.emergency_restricted, RecordSetting.changed_at
        ).where(RecordSetting.patient_id == patient_id)
    ).first()
    return Emergency() if row is None else Emergency(*row)


def set_emergency(access: Access, allowed: bool, restricted: bool | None) -> None:
    """Allow emergency access or switch it off, for restricted documents too or not; None leaves that as it is.

    It counts for everybody at once, like closing: the holder is told when what counts is another than before.
    """
    connection, patient_id = access.connection, levels.lock(access)
    now = emergency_of(connection, patient_id)
    too = now.restricted if restricted is None else restricted
    access.details.update(allowed=allowed, restricted=too)
    if (now.allowed, now.restricted) == (allowed, too):
        return
    moment = clock.now()
    if (now.allowed, now.allowed and now.restricted) != (allowed, allowed and too):
        said = {"allowed": str(allowed).lower(), "restricted": str(too).lower()}
        keys = access.platform.keys
        outbox.tell_holder(connection, keys, Notice.EMERGENCY_CHANGED, patient_id, parameters=said)
    held = {"ended_at": moment, "allowed": now.allowed, "restricted": now.restricted}
    connection.execute(insert(EmergencyChoice), {"patient_id": patient_id, **held})
    values = {"emergency_allowed": allowed, "emergency_restricted": too, "changed_at": moment}
    if now.since is not None:
        connection.execute(
            update(RecordSetting).where(RecordSetting.patient_id == patient_id).values(**values)
        )
        return
    first = {"patient_id": patient_id, "default_level": Confidentiality.NORMAL}
    connection.execute(insert(RecordSetting), {**first, **values})


def end_of_day(day: date) -> datetime:
    """The midnight in Luxembourg that ends this day; raises Refused when it is over or too far away."""
    today = clock.today()
    if day < today or day > today + LONGEST:
        raise Refused(Reason.UNTIL_NOT_ALLOWED, field="until")
    return datetime.combine(day + timedelta(days=1), time.min, clock.LUXEMBOURG)


def _in_force(
    connection: Connection, patient_id: str, kind: str, actor_id: str, rights: tuple[Right, ...]
) -> list[AccessRight]:
    moment = clock.now()
    rows = connection.execute(
        select(AccessRight.id, AccessRight.kind, AccessRight.ends_at)
        .where(
            AccessRight.patient_id == patient_id,
            AccessRight.actor_kind == kind,
            AccessRight.actor_id == actor_id,
            AccessRight.kind.in_(rights),
            AccessRight.ended_at.is_(None),
            AccessRight.ends_at.is_(None) | (AccessRight.ends_at > moment),
        )
        .order_by(AccessRight.id)
    )
    return list(rows)  # type: ignore[arg-type]  # rows of the named columns


def _end(connection: Connection, patient_id: str, ids: list[str]) -> None:
    if ids:
        connection.execute(
            update(AccessRight)
            .where(AccessRight.patient_id == patient_id, AccessRight.id.in_(ids))
            .values(ended_at=clock.now())
        )


def _add(access: Access, kind: str, right: Right, reason: str, ends_at: datetime | None) -> None:
    level = Confidentiality.RESTRICTED if right is Right.CIRCLE else Confidentiality.NORMAL
    access.connection.execute(
        insert(AccessRight),
        {
            "patient_id": access.subject.patient_id,
            "id": new_id(),
            "kind": right,
            "actor_kind": kind,
            "actor_id": access.subject.id,
            "level": level,
            "starts_at": clock.now(),
            "ends_at": ends_at,
            "given_by": access.principal.person_id or "",
            "reason": reason,
        },
    )
