"""The oldest years of the trail: a span whose time is over is replaced by its signed summary, and stays in the chain.

A summary holds no person: how many entries of which action and outcome there were, from when to when, and the two
hashes that join it to the entries before and after. Whole calendar years go together, so that a record's log says it
once a year.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from platform_api import clock, delays
from platform_api.models import AuditEntry, AuditHead, AuditSpan
from platform_api.vocabulary import Delay

_E = AuditEntry.__table__
_S = AuditSpan.__table__
_AT_ONCE = 20_000
"""Entries of one span: what one transaction holds."""
_SIGNED = (
    "chain",
    "first_number",
    "last_number",
    "previous_hash",
    "last_hash",
    "first_at",
    "last_at",
    "counts",
    "recorded_at",
)


@dataclass
class Standing:
    """Where each chain goes on after its summaries: number and hash; `broken` names those that do not hold."""

    ends: dict[str, tuple[int, str]] = field(default_factory=dict)
    broken: dict[str, tuple[int, str]] = field(default_factory=dict)


def ends_before() -> datetime:
    """The moment before which entries are no longer kept: the turn of a year, in Luxembourg."""
    kept = delays.in_force(Delay.TRACE_KEPT, clock.today())
    year = clock.in_luxembourg(clock.now()).year - kept.amount
    return datetime(year, 1, 1, tzinfo=clock.LUXEMBOURG).astimezone(UTC)


def due(connection: Connection, most: int) -> list[str]:
    """Chains that hold entries whose time is over."""
    old = select(_E.c.chain).where(_E.c.recorded_at < ends_before()).distinct().order_by(_E.c.chain)
    return list(connection.execute(old.limit(most)).scalars())


def replace_oldest(connection: Connection, key: bytes, chain: str) -> int:
    """Put a signed summary in the place of the oldest entries of this chain; returns how many it stands for.

    Only what a checkpoint has signed goes, and only up to the first entry that must stay: what lies behind a
    younger one (a clock was set back) waits for it.
    """
    head = connection.execute(
        select(AuditHead.signed_number).where(AuditHead.chain == chain).with_for_update()
    ).first()
    limit = ends_before()
    young = select(func.min(_E.c.number)).where(_E.c.chain == chain, _E.c.recorded_at >= limit)
    first_kept = connection.execute(young).scalar()
    going: list[ColumnElement[bool]] = [
        _E.c.chain == chain,
        _E.c.number <= (head.signed_number if head else 0),
    ]
    if first_kept is not None:
        going.append(_E.c.number < first_kept)
    columns = (_E.c.number, _E.c.previous_hash, _E.c.hash, _E.c.recorded_at, _E.c.action, _E.c.outcome)
    rows = connection.execute(select(*columns).where(*going).order_by(_E.c.number).limit(_AT_ONCE)).all()
    if not rows:
        return 0
    counted = Counter(f"{row.action} {row.outcome}" for row in rows)
    span: dict[str, Any] = {
        "chain": chain,
        "first_number": rows[0].number,
        "last_number": rows[-1].number,
        "previous_hash": rows[0].previous_hash,
        "last_hash": rows[-1].hash,
        "first_at": rows[0].recorded_at,
        "last_at": rows[-1].recorded_at,
        "counts": dict(sorted(counted.items())),
        "recorded_at": clock.now().replace(microsecond=0),
    }
    connection.execute(insert(AuditSpan), span | {"signature": _signature(key, span)})
    connection.execute(delete(AuditEntry).where(_E.c.chain == chain, _E.c.number <= rows[-1].number))
    return len(rows)


def standing(connection: Connection, keys: Sequence[bytes]) -> Standing:
    """Check every summary: its signature, and that it follows the one before it."""
    found = Standing()
    for row in spans(connection):
        chain, (last, previous) = row["chain"], found.ends.get(row["chain"], (0, "0" * 64))
        if chain in found.broken:
            continue
        if not any(hmac.compare_digest(_signature(key, row), row["signature"]) for key in keys):
            found.broken[chain] = (row["last_number"], "the summary of its oldest entries was changed")
        elif (row["first_number"], row["previous_hash"]) != (last + 1, previous):
            found.broken[chain] = (row["first_number"], "the summary before it is missing")
        found.ends[chain] = (row["last_number"], row["last_hash"])
    return found


def spans(connection: Connection) -> Iterator[Any]:
    """Every summary, in the order of the chains."""
    wanted = select(_S).order_by(_S.c.chain, _S.c.last_number)
    return iter(connection.execute(wanted, execution_options={"yield_per": 1000}).mappings())


def _signature(key: bytes, span: Any) -> str:
    said = [_text(span[name]) if name.endswith("_at") else span[name] for name in _SIGNED]
    return hmac.new(key, b"span\0" + msgspec.json.encode(said, order="sorted"), hashlib.sha256).hexdigest()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
