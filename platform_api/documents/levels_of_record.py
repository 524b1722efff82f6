"""What a holder chooses about the confidentiality of their documents; each act counts at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Connection, delete, insert, select, update

from platform_api import clock, keys, levels
from platform_api.documents.rows import DOCUMENTS
from platform_api.guard import Access, Look, Subject
from platform_api.models import Document, DocumentLevel, TypeLevel
from platform_api.principal import Principal
from platform_api.shapes import TypeCode
from platform_api.vocabulary import Confidentiality, LevelSource

_D = DOCUMENTS
_COLUMNS = (
    _D.c.id,
    _D.c.patient_id,
    _D.c.type_code,
    _D.c.status,
    _D.c.confidentiality,
    _D.c.deposited_level,
    _D.c.level_source,
    _D.c.deposited_at,
    _D.c.title_sealed,
    _D.c.language,
)


class Told(TypedDict):
    """A document's level, and why it has it."""

    level: Confidentiality
    source: LevelSource


class Called(TypedDict):
    """Which document it is."""

    title: str
    type: TypeCode
    language: str | None


def own_document(document_id: str) -> Look:
    """A look-up for the guard: one of the holder's own documents."""
    return _own_document(document_id, lambda _connection, row: Confidentiality(row.confidentiality))


def own_document_at(document_id: str, level: Confidentiality | None) -> Look:
    """The same, and whether this level opens more of it; None takes the holder's choice for it back."""
    return _own_document(document_id, lambda connection, row: level or usual(connection, row)[0])


def _own_document(document_id: str, wanted: Callable[[Connection, Any], Confidentiality]) -> Look:

    def look(connection: Connection, principal: Principal) -> Subject:
        row = connection.execute(
            select(*_COLUMNS).where(
                _D.c.patient_id == principal.patient_id,
                _D.c.id == document_id,
                _D.c.status.in_(("current", "superseded")),
            )
        ).first()
        if row is None:
            return Subject(principal.patient_id, "document", document_id[:80], facts={"exists": False})
        opens_more = levels.opens_less(row.confidentiality, wanted(connection, row))
        facts = {"exists": True, "opens_more": opens_more}
        return Subject(principal.patient_id, "document", document_id, row, facts)

    return look


def own_choice(
    default: Confidentiality | None, types: dict[str, Confidentiality | None], *, exists: bool = True
) -> Look:
    """A look-up for the guard: whether any document, present or to come, would be open to more people."""

    def look(connection: Connection, principal: Principal) -> Subject:
        patient_id = principal.patient_id or ""
        now = levels.chosen(connection, patient_id)
        opens = default is not None and levels.opens_less(now.default, default)
        for code, wanted in types.items():
            before = now.types.get(code, now.default)
            opens = opens or levels.opens_less(before, wanted or default or now.default)
        proposed = proposal(connection, patient_id, types)
        held = {row.id: row.confidentiality for row in _of_types(connection, patient_id, types)}
        opens = opens or any(levels.opens_less(held[one], level) for one, level in proposed.items())
        return Subject(
            patient_id or None, "record", patient_id, facts={"exists": exists, "opens_more": opens}
        )

    return look


def proposal(
    connection: Connection, patient_id: str, types: dict[str, Confidentiality | None]
) -> dict[str, Confidentiality]:
    """The levels that the documents of these types would have; those the holder set one by one stay."""
    return {row.id: _by_type(row, types[row.type_code]) for row in _of_types(connection, patient_id, types)}


def usual(connection: Connection, row: Any) -> tuple[Confidentiality, LevelSource]:
    """The level of a document without a choice of its own, and why: as its type has it, else as it came in."""
    wanted = levels.chosen(connection, row.patient_id).types.get(row.type_code)
    level = _by_type(row, wanted)
    if level != (row.deposited_level or level):
        return level, LevelSource.TYPE
    first = connection.execute(
        select(DocumentLevel.source)
        .where(DocumentLevel.patient_id == row.patient_id, DocumentLevel.document_id == row.id)
        .order_by(DocumentLevel.starts_at)
        .limit(1)
    ).scalar()
    return level, LevelSource.DEFAULT if first == LevelSource.DEFAULT else LevelSource.DEPOSITED


def set_document(access: Access, level: Confidentiality | None) -> None:
    """The holder's own level for one document; None takes it back."""
    levels.lock(access)
    row = access.subject.payload
    wanted, source = (level, LevelSource.HOLDER) if level else usual(access.connection, row)
    access.details.update(level=wanted.value, before=row.confidentiality, type=row.type_code)
    _change(access, row, wanted, source)


def set_choice(
    access: Access, default: Confidentiality | None, types: dict[str, Confidentiality | None]
) -> None:
    """The level of new documents, and of whole types; None takes the choice for a type back."""
    patient_id = levels.lock(access)
    connection, moment = access.connection, clock.now()
    access.details["types"] = {code: level.value if level else None for code, level in sorted(types.items())}
    if default is not None:
        levels.set_default(access, default)
    for code, level in types.items():
        mine = (TypeLevel.patient_id == patient_id, TypeLevel.type_code == code)
        connection.execute(delete(TypeLevel).where(*mine))
        if level is not None:
            row = {"patient_id": patient_id, "type_code": code, "level": level, "changed_at": moment}
            connection.execute(insert(TypeLevel), row)
    for row in _of_types(connection, patient_id, types):
        level = _by_type(row, types[row.type_code])
        raised = level != (row.deposited_level or level)
        _change(access, row, level, LevelSource.TYPE if raised else LevelSource.DEPOSITED)


def told(row: Any) -> Told:
    """A document's level and why it has it."""
    return {"level": row.confidentiality, "source": row.level_source or LevelSource.DEPOSITED}


def named(access: Access) -> Called:
    """Which document it is, for its holder: the title, the type, the language; not a reading of it."""
    row = access.subject.payload
    key = access.platform.record_key(row.patient_id)
    title = keys.open_sealed(key, row.title_sealed, f"title:{row.id}").decode() if key else ""
    return {"title": title, "type": row.type_code, "language": row.language}


def previous(connection: Connection, patient_id: str, document_id: str) -> Confidentiality | None:
    """The level before the present one, for the way back; None where it never changed."""
    found = connection.execute(
        select(DocumentLevel.level)
        .where(
            DocumentLevel.patient_id == patient_id,
            DocumentLevel.document_id == document_id,
            DocumentLevel.ended_at.is_not(None),
        )
        .order_by(DocumentLevel.starts_at.desc())
        .limit(1)
    ).scalar()
    return Confidentiality(found) if found else None


def _of_types(connection: Connection, patient_id: str, types: dict[str, Any]) -> list[Any]:
    """The documents of these types whose level the holder did not choose one by one."""
    return list(
        connection.execute(
            select(*_COLUMNS)
            .where(
                _D.c.patient_id == patient_id,
                _D.c.type_code.in_(sorted(types)),
                _D.c.status.in_(("current", "superseded")),
                _D.c.level_source.is_distinct_from(LevelSource.HOLDER.value),
            )
            .order_by(_D.c.id)
        )
    )


def _by_type(row: Any, wanted: Confidentiality | None) -> Confidentiality:
    as_deposited = Confidentiality(row.deposited_level or row.confidentiality)
    return levels.stricter(as_deposited, wanted) if wanted else as_deposited


def _change(access: Access, row: Any, level: Confidentiality, source: LevelSource) -> None:
    if row.confidentiality == level and (row.level_source or LevelSource.DEPOSITED) == source:
        return
    connection, moment = access.connection, clock.now()
    mine = (DocumentLevel.patient_id == row.patient_id, DocumentLevel.document_id == row.id)
    ended = connection.execute(
        update(DocumentLevel).where(*mine, DocumentLevel.ended_at.is_(None)).values(ended_at=moment)
    )
    person = access.principal.person_id
    if ended.rowcount == 0:  # the first change: what held since it came in becomes history
        connection.execute(
            insert(DocumentLevel),
            _row(row, row.deposited_at, Confidentiality(row.confidentiality), told(row)["source"], None)
            | {"ended_at": moment},
        )
    connection.execute(insert(DocumentLevel), _row(row, moment, level, source, person))
    values: dict[str, Any] = {"confidentiality": level, "level_source": source}
    if row.deposited_level is None:
        values["deposited_level"] = row.confidentiality
    connection.execute(
        update(Document).where(Document.patient_id == row.patient_id, Document.id == row.id).values(**values)
    )


def _row(row: Any, since: datetime, level: str, source: str, person: str | None) -> dict[str, Any]:
    return {
        "patient_id": row.patient_id,
        "document_id": row.id,
        "starts_at": since,
        "level": level,
        "source": source,
        "set_by": person,
    }
