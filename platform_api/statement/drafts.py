"""Drafts of a statement: saved while they are typed; when two tabs part company, both texts are kept."""

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update

from platform_api import clock, keys
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.models import Dossier, StatementDraft
from platform_api.problems import Refused
from platform_api.shapes import Moment
from platform_api.statement.content import Content, check_codes, decode, encode
from platform_api.vocabulary import Reason

MOST_DRAFTS = 6
"""Texts that one writer can have beside each other in one record."""
_D = StatementDraft.__table__


class DraftBody(msgspec.Struct, forbid_unknown_fields=True):
    """A draft as a page sends it: what it began from, and which tab sends it for the how-manieth time."""

    content: Content
    tab: str
    draft: str | None = None
    version: int = 0
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that was kept; `beside` tells that there are others of the same writer."""

    id: str
    version: int
    saved_at: Moment
    content: Content
    beside: bool = False


def all_of(access: Access) -> list[Draft]:
    """The writer's drafts in this record, the newest first."""
    rows = _rows(access)
    key = record_key(access)
    return [
        Draft(row["id"], row["version"], row["saved_at"], _opened(key, row), len(rows) > 1) for row in rows
    ]


def one_of(access: Access, draft_id: str, version: int) -> Draft:
    """The draft as the writer saw it; raises Refused when it is not there or went on elsewhere."""
    found = next((draft for draft in all_of(access) if draft.id == draft_id), None)
    if found is None or found.version != version:
        raise Refused(Reason.STATEMENT_CHANGED)
    return found


def save(access: Access, given: DraftBody) -> Draft:
    """Keep what was typed. A text that was begun from an older one stands beside it from now on.

    The tab that saved last may go on; a save that was overtaken by a later one of its own tab changes nothing.
    """
    check_codes(given.content)
    lock(access)
    rows, key = _rows(access), record_key(access)
    row = next((one for one in rows if one["id"] == given.draft or one["tab"] == given.tab), None)
    if row is not None and row["tab"] == given.tab and given.serial < row["serial"]:
        return Draft(row["id"], row["version"], row["saved_at"], _opened(key, row), len(rows) > 1)
    if row is not None and (row["tab"] == given.tab or row["version"] == given.version):
        return _go_on(access, key, row, given, beside=len(rows) > 1)
    same = next((one for one in rows if _opened(key, one) == given.content), None)
    if same is not None:
        return Draft(same["id"], same["version"], same["saved_at"], given.content, len(rows) > 1)
    if len(rows) >= MOST_DRAFTS:
        raise Refused(Reason.STATEMENT_TOO_MANY_DRAFTS)
    return _begin(access, key, given, beside=bool(rows))


def keep_only(access: Access, draft_id: str) -> None:
    """The writer chose this text: the others go."""
    lock(access)
    if draft_id not in [row["id"] for row in _rows(access)]:
        raise Refused(Reason.STATEMENT_CHANGED)
    access.connection.execute(delete(StatementDraft).where(*_mine(access), _D.c.id != draft_id))


def discard(access: Access, draft_id: str | None = None) -> None:
    """Forget one draft, or all of the writer's."""
    lock(access)
    one = [] if draft_id is None else [_D.c.id == draft_id]
    access.connection.execute(delete(StatementDraft).where(*_mine(access), *one))


def lock(access: Access) -> None:
    """Whoever writes about the same record waits: two equal requests at once have one effect."""
    record = select(Dossier.patient_id).where(Dossier.patient_id == access.subject.patient_id)
    access.connection.execute(record.with_for_update())


def record_key(access: Access) -> bytes:
    """The record's own key; without it nothing is taken in."""
    key = access.platform.record_key(access.subject.patient_id or "")
    if key is None:
        raise Refused(Reason.RECORD_NOT_OPEN)
    return key


def _go_on(access: Access, key: bytes, row: dict[str, Any], given: DraftBody, *, beside: bool) -> Draft:
    moment = clock.now()
    version = row["version"] + (0 if _opened(key, row) == given.content else 1)
    values = {
        "tab": given.tab,
        "serial": given.serial,
        "saved_at": moment,
        "version": version,
        "content_sealed": _sealed(key, row["id"], given),
    }
    access.connection.execute(
        update(StatementDraft).where(*_mine(access), _D.c.id == row["id"]).values(**values)
    )
    return Draft(row["id"], version, moment, given.content, beside)


def _begin(access: Access, key: bytes, given: DraftBody, *, beside: bool) -> Draft:
    identifier, moment = new_id(), clock.now()
    row = {
        "patient_id": access.subject.patient_id,
        "id": identifier,
        "account_id": access.principal.account_id,
        "version": 1,
        "tab": given.tab,
        "serial": given.serial,
        "content_sealed": _sealed(key, identifier, given),
        "saved_at": moment,
    }
    access.connection.execute(insert(StatementDraft), row)
    return Draft(identifier, 1, moment, given.content, beside)


def _mine(access: Access) -> list[Any]:
    return [
        _D.c.patient_id == (access.subject.patient_id or ""),
        _D.c.account_id == (access.principal.account_id or ""),
    ]


def _rows(access: Access) -> list[dict[str, Any]]:
    found = select(_D).where(*_mine(access)).order_by(_D.c.saved_at.desc(), _D.c.id.desc())
    return [dict(row) for row in access.connection.execute(found).mappings()]


def _sealed(key: bytes, identifier: str, given: DraftBody) -> bytes:
    return keys.seal(key, encode(given.content), f"statement-draft:{identifier}")


def _opened(key: bytes, row: dict[str, Any]) -> Content:
    return decode(keys.open_sealed(key, row["content_sealed"], f"statement-draft:{row['id']}"))
