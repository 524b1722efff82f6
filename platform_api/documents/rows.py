"""The rows of documents as lists and readers want them: columns with their names, words in clear."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from platform_api import keys
from platform_api.guard import Access
from platform_api.models import Document, DocumentView, Organisation, Professional
from platform_api.problems import Refused
from platform_api.vocabulary import Reason

DOCUMENTS = Document.__table__
_D = DOCUMENTS
_VIEWS = DocumentView.__table__
SELECT = (
    select(
        _D.c.id,
        _D.c.patient_id,
        _D.c.unique_id,
        _D.c.entry_uuid,
        _D.c.status,
        _D.c.type_code,
        _D.c.group_code,
        _D.c.language,
        _D.c.media_type,
        _D.c.size,
        _D.c.sha1,
        _D.c.title_sealed,
        _D.c.description_sealed,
        _D.c.author_sealed,
        _D.c.author_id,
        _D.c.organisation_id,
        _D.c.confidentiality,
        _D.c.by_patient,
        _D.c.created_at,
        _D.c.service_from,
        _D.c.service_to,
        _D.c.deposited_at,
        _D.c.replaces_id,
        _D.c.appends_id,
        _D.c.transforms_id,
        _D.c.signs_id,
        _D.c.format_code,
        _D.c.facility_code,
        _D.c.practice_setting_code,
        _D.c.event_codes,
        Organisation.name.label("organisation"),
        Organisation.kind.label("organisation_kind"),
        Professional.prefix.label("author_prefix"),
        Professional.given.label("author_given"),
        Professional.family.label("author_family"),
        Professional.category.label("author_category"),
        _VIEWS.c.seen_at,
    )
    .join_from(_D, Organisation, Organisation.id == _D.c.organisation_id, isouter=True)
    .join(Professional, Professional.id == _D.c.author_id, isouter=True)
    .join(
        _VIEWS,
        (_VIEWS.c.account_id == bindparam("account"))
        & (_VIEWS.c.patient_id == _D.c.patient_id)
        & (_VIEWS.c.document_id == _D.c.id),
        isouter=True,
    )
)
_OF_A_LINE = (
    "id patient_id status type_code group_code language media_type size title_sealed author_sealed author_id "
    "organisation_id confidentiality by_patient created_at deposited_at organisation author_prefix author_given "
    "author_family seen_at"
)
LINES = SELECT.with_only_columns(
    *(column for column in SELECT.selected_columns if column.name in _OF_A_LINE.split()),
    maintain_column_froms=True,
)
"""The same rows with what a line of a list needs."""
ONE = SELECT.add_columns(_D.c.software_id, _D.c.blob_id, _D.c.sha256, _D.c.deposited_level).where(
    _D.c.id == bindparam("document")
)
"""One row with what reading the document itself needs beside."""


def opener(access: Access, patient_id: str) -> Callable[[Any], dict[str, Any]]:
    """Gives rows their words in clear; a record whose key was destroyed has none any more."""
    key = access.platform.record_key(patient_id)
    if key is None:
        raise Refused(Reason.NOT_FOUND, admit=False)
    text = keys.opener(key)

    def opened(row: Any) -> dict[str, Any]:
        values = dict(row)
        own, description, stated = values["id"], values.get("description_sealed"), values["author_sealed"]
        values["title"] = text(values["title_sealed"], f"title:{own}")
        values["description"] = text(description, f"description:{own}") if description else None
        values["author_stated"] = msgspec.json.decode(text(stated, f"author:{own}")) if stated else None
        return values

    return opened
