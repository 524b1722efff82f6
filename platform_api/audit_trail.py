"""The trail: appending to a record's hash chain, and checking that nothing was changed, removed or reordered."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from platform_api import audit_spans
from platform_api.clock import now
from platform_api.db import insert_if_absent
from platform_api.identifiers import new_id
from platform_api.models import AuditCheckpoint, AuditEntry, AuditHead
from platform_api.vocabulary import Action, Outcome, Reason, Role

SYSTEM = "system"
_START = "0" * 64
_ENTRIES = AuditEntry.__table__
_HEADS: Any = AuditHead.__table__
_find_head = (
    select(AuditHead.number, AuditHead.hash).where(AuditHead.chain == bindparam("of_chain")).with_for_update()
)
_add_entry = insert(AuditEntry)
_sign_head = update(_HEADS).where(AuditHead.chain == bindparam("of_chain"))
_move_head = update(AuditHead).where(AuditHead.chain == bindparam("of_chain"))


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened: codes and ids only, never names, letter codes, tokens or search words."""

    chain: str
    action: Action
    outcome: Outcome
    role: Role
    reason: Reason | None = None
    person_id: str | None = None
    on_behalf_of: str | None = None
    software_id: str | None = None
    purpose: str | None = None
    object_kind: str | None = None
    object_id: str | None = None
    request_id: str | None = None
    details: dict[str, Any] | None = None


_FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold."""

    chain: str
    number: int
    what: str


def append(connection: Connection, entry: Entry, *, at: datetime | None = None) -> str:
    """Add an entry to its chain in the caller's transaction; returns its id. `at` is for an invented past only.

    The head row is locked first, so that two writers of one record follow one another and writers of
    different records do not wait.
    """
    head = connection.execute(_find_head, {"of_chain": entry.chain}).first()
    if head is None:  # two writers may both find none: the row is made first, then locked like any other
        insert_if_absent(connection, _HEADS, {"chain": entry.chain, "number": 0, "hash": _START})
        head = connection.execute(_find_head, {"of_chain": entry.chain}).one()
    number, previous = head.number + 1, head.hash
    row = {
        **_values(entry),
        "id": new_id(),
        "number": number,
        "recorded_at": _to_the_millisecond(at or now()),
        "previous_hash": previous,
    }
    row["hash"] = chain_hash(row)
    connection.execute(_add_entry, row)
    new_head = {"of_chain": entry.chain, "number": number, "hash": row["hash"]}
    connection.execute(_move_head, new_head)
    return str(row["id"])


def begin(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write the first entries of chains that do not exist yet, in bulk (a population that is loaded)."""
    rows = []
    for entry in entries:
        given = {
            "id": new_id(),
            "number": 1,
            "recorded_at": _to_the_millisecond(now()),
            "previous_hash": _START,
        }
        row = {**_values(entry), **given}
        row["hash"] = chain_hash(row)
        rows.append(row)
    connection.execute(_add_entry, rows)
    heads = [{"chain": row["chain"], "number": 1, "hash": row["hash"]} for row in rows]
    connection.execute(insert(AuditHead), heads)


def _values(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _FIELDS}


def _to_the_millisecond(moment: datetime) -> datetime:
    """What every database gives back unchanged."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


_HASHED = (
    "chain",
    "number",
    "id",
    "recorded_at",
    "action",
    "outcome",
    "reason",
    "role",
    "person_id",
    "on_behalf_of",
    "software_id",
    "purpose",
    "object_kind",
    "object_id",
    "request_id",
    "details",
    "previous_hash",
)


def chain_hash(row: Any) -> str:
    """SHA-256 over the entry's values in a fixed order, the previous entry's hash among them."""
    moment: datetime = row["recorded_at"]
    values = [
        moment.astimezone(UTC).isoformat(timespec="milliseconds") if name == "recorded_at" else row[name]
        for name in _HASHED
    ]
    return hashlib.sha256(msgspec.json.encode(values, order="sorted")).hexdigest()


def checkpoint(connection: Connection, key: bytes) -> str | None:
    """Sign a summary of the heads that moved since the last one; returns its id, None where nothing moved.

    Each names the signature before it, so that none can be left out unseen; cutting the end of a chain shows
    against the last one that names it.
    """
    moved = connection.execute(
        select(_HEADS.c.chain, _HEADS.c.number, _HEADS.c.hash)
        .where(_HEADS.c.number > _HEADS.c.signed_number)
        .order_by(_HEADS.c.chain)
        .with_for_update()
    ).all()
    if not moved:
        return None
    before = connection.execute(
        select(AuditCheckpoint.signature).order_by(
            AuditCheckpoint.recorded_at.desc(), AuditCheckpoint.id.desc()
        )
    ).scalar()
    summary = msgspec.json.encode({"before": before, "heads": [list(head) for head in moved]})
    identifier, moment = new_id(), now()
    signature = _signed(key, identifier.encode() + moment.isoformat().encode() + summary)
    connection.execute(
        insert(AuditCheckpoint),
        {"id": identifier, "recorded_at": moment, "heads": summary, "signature": signature},
    )
    signed = [{"of_chain": head.chain, "signed_number": head.number} for head in moved]
    connection.execute(_sign_head, signed)
    return identifier


def verify(connection: Connection, keys: Sequence[bytes]) -> Iterator[Break]:
    """Check every chain, every head and every checkpoint, signed with one of these; yields what does not hold.

    Where old entries were replaced by their signed summaries, a chain goes on from these.
    """
    spans = audit_spans.standing(connection, keys)
    expected = dict(spans.ends)
    known = {(chain, number): last_hash for chain, (number, last_hash) in spans.ends.items()}
    watched = _watched(connection)
    entries = connection.execute(
        select(_ENTRIES).order_by(_ENTRIES.c.chain, _ENTRIES.c.number), execution_options={"yield_per": 2000}
    )
    broken = set(spans.broken)
    for chain, (number, why) in spans.broken.items():
        yield Break(chain, number, why)
    for row in entries.mappings():
        chain, number = row["chain"], row["number"]
        if chain in broken:
            continue
        last, previous = expected.get(chain, (0, _START))
        what = _fault(row, last, previous)
        if what:
            broken.add(chain)
            yield Break(chain, number, what)
        expected[chain] = (number, row["hash"])
        if (chain, number) in watched:
            known[chain, number] = row["hash"]
    yield from _check_heads(connection, expected, broken)
    yield from _check_checkpoints(connection, keys, known, broken, spans.ends)


def holds_from(connection: Connection, chain: str, number: int, expected: str) -> bool:
    """Whether a chain stands unbroken from one of its entries, whose hash is known, up to its head."""
    rows = connection.execute(
        select(_ENTRIES)
        .where(_ENTRIES.c.chain == chain, _ENTRIES.c.number >= number)
        .order_by(_ENTRIES.c.number),
        execution_options={"yield_per": 1000},  # of this statement alone: the connection goes on writing
    )
    last, previous = number - 1, None
    for row in rows.mappings():
        if row["number"] != last + 1 or chain_hash(row) != row["hash"]:
            return False
        if previous is None and row["hash"] != expected:
            return False
        if previous is not None and row["previous_hash"] != previous:
            return False
        last, previous = row["number"], row["hash"]
    head = connection.execute(select(_HEADS.c.number, _HEADS.c.hash).where(_HEADS.c.chain == chain)).first()
    return head is not None and (head.number, head.hash) == (last, previous)


def _fault(row: Any, last: int, previous: str) -> str | None:
    if row["number"] != last + 1:
        return "an entry is missing before it"
    if row["previous_hash"] != previous:
        return "it does not follow the entry before it"
    if chain_hash(row) != row["hash"]:
        return "it was changed"
    return None


def _watched(connection: Connection) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for (heads,) in connection.execute(select(AuditCheckpoint.heads)):
        with suppress(msgspec.DecodeError, KeyError, TypeError):  # damaged: its signature will say so
            found.update((chain, number) for chain, number, _hash in _summary(heads)["heads"])
    return found


def _signed(key: bytes, text: bytes) -> str:
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def _summary(data: bytes) -> dict[str, Any]:
    """What a checkpoint says; the first ones were lists of all heads."""
    said = msgspec.json.decode(data)
    return {"before": None, "heads": said, "first": True} if isinstance(said, list) else said


def _check_heads(
    connection: Connection, expected: dict[str, tuple[int, str]], broken: set[str]
) -> Iterator[Break]:
    heads = {row.chain: (row.number, row.hash) for row in connection.execute(select(_HEADS))}
    for chain in sorted(heads.keys() | expected.keys()):
        if chain not in broken and heads.get(chain) != expected.get(chain):
            broken.add(chain)
            yield Break(chain, expected.get(chain, (0, ""))[0] + 1, "the end of the chain was cut off")


def _check_checkpoints(
    connection: Connection,
    keys: Sequence[bytes],
    known: dict[tuple[str, int], str],
    broken: set[str],
    ends: Mapping[str, tuple[int, str]],
) -> Iterator[Break]:
    last: str | None = None
    order = (AuditCheckpoint.recorded_at, AuditCheckpoint.id)
    for row in connection.execute(select(AuditCheckpoint.__table__).order_by(*order)):
        signed = row.id.encode() + row.recorded_at.isoformat().encode() + row.heads
        if not any(hmac.compare_digest(_signed(key, signed), row.signature) for key in keys):
            yield Break(SYSTEM, 0, f"checkpoint {row.id} was changed")
            last = row.signature
            continue
        said = _summary(row.heads)
        if not said.get("first") and said["before"] != last:
            yield Break(SYSTEM, 0, f"a checkpoint before {row.id} was taken out")
        last = row.signature
        for chain, number, expected_hash in said["heads"]:
            if number < ends.get(chain, (0,))[0]:
                continue  # its entry is one of those that a summary stands for
            if chain not in broken and known.get((chain, number)) != expected_hash:
                broken.add(chain)
                yield Break(chain, number, "it differs from a signed checkpoint")
