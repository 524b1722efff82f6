"""Publishing a statement: two linked documents of its type, the coded one and a PDF, or nothing at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import insert, select, update

from platform_api import clock, guard, identification, keys, levels, outbox, shapes
from platform_api.context import caller, platform
from platform_api.documents import deposit
from platform_api.documents.deposit import NewDocument
from platform_api.guard import Access, Subject, own_record, permit
from platform_api.identifiers import new_id
from platform_api.models import Document, Patient, Statement
from platform_api.principal import PORTAL
from platform_api.problems import Refused
from platform_api.statement import cda, drafts, words
from platform_api.statement.content import Content, check_to_publish, encode, shown
from platform_api.statement.published import name_of, newest_row
from platform_api.vocabulary import (
    STATEMENT_TEMPLATE,
    Action,
    Confidentiality,
    Notice,
    Reason,
    StatementState,
)

LARGEST_BODY = 8 * 1024 * 1024
_S = Statement.__table__


class PublicationBody(msgspec.Struct, forbid_unknown_fields=True):
    """Which text is published, which version it replaces (0: none), and the portal's words and PDF for it."""

    draft: str
    version: int
    replaces: int
    heading_language: shapes.Language
    words: dict[str, str]
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of it; `again` when it had been published already by the same press of a button."""

    number: int
    document_id: str
    pdf_id: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The two documents with their bytes stored under names that no row refers to yet."""

    content: Content
    documents: tuple[NewDocument, NewDocument]
    blobs: tuple[str, ...]
    number: int


def publish(given: PublicationBody) -> Publication:
    """Make the draft a document of the record, in place of the version before; twice at once has one effect."""
    prepared = _prepare(given) if guard.allowed(Action.PUBLISH_STATEMENT, own_record) else None
    done: Publication | None = None
    try:
        with permit(Action.PUBLISH_STATEMENT, own_record) as access:
            drafts.lock(access)
            done = _published_before(access, given)
            if done is None:
                done = _keep(access, given, prepared)
    finally:
        if prepared is not None and (done is None or done.again):
            _remove(prepared.blobs)
    return done


def _prepare(given: PublicationBody) -> _Prepared | None:
    """Compose and store both documents; None when there is nothing to compose, the transaction says why."""
    running, moment = platform(), clock.now()
    with running.database.read() as connection:
        principal = identification.identify(connection, caller())
        access = Access(
            connection, running, principal, guard.gather(principal, Subject(principal.patient_id)),
            Subject(principal.patient_id),
        )  # fmt: skip
        draft = next((one for one in drafts.all_of(access) if one.id == given.draft), None)
        before = newest_row(connection, principal.patient_id or "")
        if draft is None or draft.version != given.version or _number(before) != given.replaces:
            return None
        check_to_publish(draft.content)
        content = shown(draft.content)
        words.check(given.words, given.heading_language, content)
        documents = _documents(access, given, content, moment, before)
    for document in documents:
        deposit.check(document)
    blobs: list[str] = []
    try:
        for document in documents:
            blobs.append(deposit.store_bytes(running, document))
    except BaseException:
        _remove(blobs)
        raise
    return _Prepared(draft.content, documents, tuple(blobs), _next_number(before))


def _next_number(before: Mapping[str, Any] | None) -> int:
    """The number of the version after this one; numbers go on after a withdrawal."""
    return 1 if before is None else before["number"] + 1


def _number(before: Mapping[str, Any] | None) -> int:
    """The version that counts now; 0 when there is none."""
    return 0 if before is None or before["state"] != StatementState.CURRENT else before["number"]


def _documents(
    access: Access,
    given: PublicationBody,
    content: Content,
    moment: datetime,
    before: Mapping[str, Any] | None,
) -> tuple[NewDocument, NewDocument]:
    connection, patient_id = access.connection, access.principal.patient_id or ""
    person = connection.execute(select(Patient).where(Patient.id == patient_id)).one()
    replaced = before if before is not None and before["state"] == StatementState.CURRENT else None
    caregiver = _caregiver(access)
    coded = NewDocument(
        patient_id=patient_id,
        type_code=cda.TYPE_CODE,
        title=given.words["title"],
        language=content.language,
        media_type="application/hl7-v3+xml",
        content=b"",
        organisation_id=None,
        software_id=PORTAL,
        created_at=moment,
        replaces_id=replaced["document_id"] if replaced else None,
        format_code=f"urn:oid:{STATEMENT_TEMPLATE}",
        author_stated={"name": " ".join(caregiver)} if caregiver else None,
        by_patient=True,
    )
    header = cda.Header(
        document_id=coded.id,
        set_id=_set_id(access, coded.id),
        number=_next_number(before),
        moment=moment,
        holder=cda.Holder(
            person.given,
            person.family,
            person.gender,
            person.birth_date,
            access.platform.keys.open(person.matricule_sealed, f"matricule:{patient_id}"),
        ),
        language=given.heading_language,
        replaces_id=coded.replaces_id,
        level=_level(access, coded.replaces_id),
        caregiver=caregiver,
    )
    coded = replace(coded, content=cda.write(header, content, given.words))
    printed = replace(
        coded,
        id=new_id(),
        title=given.words["title-pdf"],
        media_type="application/pdf",
        content=given.pdf,
        format_code=None,
        replaces_id=replaced["pdf_id"] if replaced else None,
        transforms_id=coded.id,
    )
    return coded, printed


def _keep(access: Access, given: PublicationBody, prepared: _Prepared | None) -> Publication:
    connection, patient_id = access.connection, access.subject.patient_id or ""
    before = newest_row(connection, patient_id)
    if prepared is None or _number(before) != given.replaces or _next_number(before) != prepared.number:
        raise Refused(Reason.STATEMENT_CHANGED)
    drafts.one_of(access, given.draft, given.version)
    for document, blob_id in zip(prepared.documents, prepared.blobs, strict=True):
        deposit.keep(access, document, blob_id)
    current = (_S.c.patient_id == patient_id, _S.c.state == StatementState.CURRENT)
    connection.execute(update(Statement).where(*current).values(state=StatementState.SUPERSEDED))
    coded, printed = prepared.documents
    identifier, key = new_id(), drafts.record_key(access)
    mandate = access.principal.mandate
    connection.execute(
        insert(Statement),
        {
            "patient_id": patient_id,
            "id": identifier,
            "number": prepared.number,
            "state": StatementState.CURRENT,
            "document_id": coded.id,
            "pdf_id": printed.id,
            "draft_id": given.draft,
            "draft_version": given.version,
            "account_id": access.principal.account_id,
            "mandate_id": mandate.id if mandate else None,
            "content_sealed": keys.seal(key, encode(prepared.content), f"statement:{identifier}"),
            "published_at": clock.now(),
        },
    )
    drafts.discard(access)
    access.subject = Subject(patient_id, "document", coded.id)
    access.details |= {"document": coded.id, "version": prepared.number}
    if mandate is not None:
        notice = Notice.STATEMENT_PUBLISHED_FOR_YOU
        outbox.tell_holder(connection, access.platform.keys, notice, patient_id)
    return Publication(prepared.number, coded.id, printed.id)


def _published_before(access: Access, given: PublicationBody) -> Publication | None:
    """The version that this very draft became: a second press of the button, or a retry after a lost answer."""
    row = access.connection.execute(
        select(_S.c.number, _S.c.document_id, _S.c.pdf_id).where(
            _S.c.patient_id == access.subject.patient_id,
            _S.c.draft_id == given.draft,
            _S.c.draft_version == given.version,
            _S.c.account_id == access.principal.account_id,
        )
    ).first()
    if row is None:
        return None
    access.details |= {"document": row.document_id, "again": True}
    return Publication(row.number, row.document_id, row.pdf_id, again=True)


def _remove(blobs: Iterable[str]) -> None:
    for blob_id in blobs:
        platform().blobs.remove(blob_id)


def _caregiver(access: Access) -> tuple[str, str] | None:
    """The name of who writes for the holder."""
    if access.principal.mandate is None:
        return None
    return name_of(access.connection, access.principal.account_id or "")


def _set_id(access: Access, otherwise: str) -> str:
    """All versions bear the id of the first one's document as their set."""
    first = select(_S.c.document_id).where(_S.c.patient_id == access.principal.patient_id)
    return access.connection.execute(first.order_by(_S.c.number).limit(1)).scalar() or otherwise


def _level(access: Access, replaces_id: str | None) -> Confidentiality:
    """The level that the document will have: the holder's default, and never less than that of what it replaces."""
    stated = Confidentiality.NORMAL
    if replaces_id is not None:
        row = select(Document.confidentiality).where(
            Document.patient_id == access.principal.patient_id, Document.id == replaces_id
        )
        stated = Confidentiality(access.connection.execute(row).scalar_one())
    return levels.chosen(access.connection, access.principal.patient_id or "").of_new(cda.TYPE_CODE, stated)[
        0
    ]
