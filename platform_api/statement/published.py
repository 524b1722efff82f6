"""What is published of a statement: its versions, withdrawing them all, and taking that back for a while."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from platform_api import clock, conditions, keys
from platform_api.documents import withdrawing
from platform_api.guard import Access
from platform_api.models import Account, Document, Patient, Statement
from platform_api.problems import Refused
from platform_api.shapes import Moment
from platform_api.statement.content import Content, decode
from platform_api.statement.drafts import lock, record_key
from platform_api.vocabulary import Reason, StatementState

UNDO = timedelta(days=14)
"""How long a withdrawn statement can be brought back, as after closing a record (domain.md)."""
_S = Statement.__table__
_D = Document.__table__


@dataclass(frozen=True, slots=True)
class Published:
    """One version as its holder sees it; `undo_until` is set once it is withdrawn.

    `by_name` is the caregiver whose hand it was, told to the holder and to that caregiver: no other learns who helps.
    """

    number: int
    state: StatementState
    document_id: str
    pdf_id: str
    published_at: Moment
    by_holder: bool
    by_name: str
    content: Content
    undo_until: Moment | None = None


def newest(access: Access) -> Published | None:
    """The version that counts, or that was withdrawn last and can still come back.

    A caregiver is shown none that lies above their mandate's ceiling, or whose type the holder keeps from them.
    """
    row = newest_row(access.connection, access.subject.patient_id or "")
    if row is None or not _within_mandate(access, row["document_id"]):
        return None
    found = _shown(record_key(access), row, _hand(access, row))
    if found.undo_until is not None and found.undo_until <= clock.now():
        return None
    return found


def _within_mandate(access: Access, document_id: str) -> bool:
    mandate = access.principal.mandate
    if mandate is None:
        return True
    mine = (_D.c.patient_id == access.subject.patient_id, _D.c.id == document_id)
    row = access.connection.execute(select(_D.c.confidentiality, _D.c.type_code).where(*mine)).one()
    return (
        row.confidentiality in conditions.levels_within(mandate.ceiling)
        and row.type_code not in mandate.excluded_types
    )


def newest_row(connection: Connection, patient_id: str) -> dict[str, Any] | None:
    """The row with the highest number."""
    rows = select(_S).where(_S.c.patient_id == patient_id).order_by(_S.c.number.desc()).limit(1)
    row = connection.execute(rows).mappings().first()
    return None if row is None else dict(row)


def withdraw(access: Access) -> None:
    """Every version leaves the lists; who asks for one learns that it is gone. Twice has one effect."""
    lock(access)
    row = newest_row(access.connection, access.subject.patient_id or "")
    if row is None:
        raise Refused(Reason.NOT_FOUND)
    access.details |= {"document": row["document_id"], "version": row["number"]}
    if row["state"] == StatementState.WITHDRAWN:
        return
    _set(access, StatementState.WITHDRAWN, withdrawn_at=clock.now())
    withdrawing.take_back(access, _documents(access))


def restore(access: Access) -> None:
    """Bring the withdrawn statement back: the newest version counts again, the older ones are superseded again."""
    lock(access)
    row = newest_row(access.connection, access.subject.patient_id or "")
    if row is None:
        raise Refused(Reason.NOT_FOUND)
    access.details |= {"document": row["document_id"], "version": row["number"]}
    if row["state"] == StatementState.CURRENT:
        return
    if row["withdrawn_at"] + UNDO <= clock.now():
        raise Refused(Reason.STATEMENT_UNDO_OVER)
    _set(access, StatementState.SUPERSEDED, withdrawn_at=None)
    withdrawing.bring_back(access, _documents(access), "superseded")
    _set(access, StatementState.CURRENT, _S.c.id == row["id"])
    withdrawing.bring_back(access, [row["document_id"], row["pdf_id"]])


def _set(access: Access, state: StatementState, *which: Any, **values: Any) -> None:
    mine = _S.c.patient_id == access.subject.patient_id
    access.connection.execute(update(Statement).where(mine, *which).values(state=state, **values))


def _documents(access: Access) -> list[str]:
    rows = access.connection.execute(
        select(_S.c.document_id, _S.c.pdf_id)
        .where(_S.c.patient_id == access.subject.patient_id)
        .order_by(_S.c.number)
    )
    return [identifier for row in rows for identifier in row]


def name_of(connection: Connection, account_id: str) -> tuple[str, str]:
    """The given and the family name of whoever has this account, with a record of their own or without."""
    own = select(Account.given, Account.family, Patient.given.label("first"), Patient.family.label("last"))
    own = own.join_from(Account, Patient, Patient.id == Account.patient_id, isouter=True)
    row = connection.execute(own.where(Account.id == account_id)).one()
    return row.first or row.given or "", row.last or row.family or ""


def _hand(access: Access, row: dict[str, Any]) -> str:
    acting = access.principal.mandate is not None
    if row["mandate_id"] is None or (acting and row["account_id"] != access.principal.account_id):
        return ""
    return " ".join(name_of(access.connection, row["account_id"]))


def _shown(key: bytes, row: dict[str, Any], by_name: str) -> Published:
    content = keys.open_sealed(key, row["content_sealed"], f"statement:{row['id']}")
    return Published(
        number=row["number"],
        state=StatementState(row["state"]),
        document_id=row["document_id"],
        pdf_id=row["pdf_id"],
        published_at=row["published_at"],
        by_holder=row["mandate_id"] is None,
        by_name=by_name,
        content=decode(content),
        undo_until=row["withdrawn_at"] + UNDO if row["withdrawn_at"] else None,
    )
