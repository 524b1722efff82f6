"""Submission sets under `/fhir/List` (MHD ITI-66): which documents came in together, and who sent them."""

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
from flask import Blueprint, Response
from sqlalchemy import select

from platform_api import answers, keys, search_parameters
from platform_api.context import platform
from platform_api.documents import searching, service
from platform_api.documents.asked import is_at, patient_of
from platform_api.documents.routes import purpose
from platform_api.fhir.bundle import searchset
from platform_api.fhir.registry import LIST
from platform_api.fhir.submission_set import (
    LIST_TYPES,
    designation_of,
    entry_uuid_of,
    submission_set,
)
from platform_api.guard import Access, Look, Subject, permit
from platform_api.models import Professional, Submission
from platform_api.problems import Refused
from platform_api.search_parameters import Query, Token, matches
from platform_api.vocabulary import Action, Reason

bp = Blueprint("submissions", __name__, url_prefix="/fhir")
Row: TypeAlias = dict[str, Any]
_S = Submission.__table__
_submissions = (
    select(
        _S,
        Professional.prefix.label("author_prefix"),
        Professional.given.label("author_given"),
        Professional.family.label("author_family"),
    )
    .join_from(_S, Professional, Professional.id == _S.c.author_id, isouter=True)
    .order_by(_S.c.submitted_at.desc(), _S.c.id.desc())
)


@bp.get("/List")
@bp.post("/List/_search")
def search() -> Response:
    """Find submission sets of one record; those without a document that the reader may see are left out."""
    query = search_parameters.read(LIST)
    patient_id = patient_of(query)
    tests = _tests(query)
    with permit(Action.LIST_DOCUMENTS, service.record_asked(query, patient_id), purpose=purpose()) as access:
        rows = _visible(access, access.subject.patient_id or "")
        query.instead("patient", f"Patient/{access.subject.patient_id}", of="patient.identifier")
    found = [row for row in rows if all(test(row) for test in tests)]
    bundle = searchset(
        map(submission_set, query.page(found, rows)),
        total=len(found),
        base=f"{platform().settings.base_url}/fhir",
        path="List",
        parameters=query.kept,
        count=query.count,
        offset=query.offset,
    )
    return answers.Fhir(bundle)


@bp.get("/List/<submission_id>")
def read(submission_id: str) -> Response:
    """One submission set, for who may see one of its documents."""
    with permit(Action.LIST_DOCUMENTS, _record_behind(submission_id), purpose=purpose()) as access:
        rows = _visible(access, access.subject.patient_id or "")
    row = next((row for row in rows if row["id"] == submission_id), None)
    if row is None:
        raise Refused(Reason.NOT_FOUND)
    return answers.Fhir(submission_set(row))


def _record_behind(submission_id: str) -> Look:
    def look(connection: Any, _principal: Any) -> Subject:
        found = connection.execute(select(_S.c.patient_id).where(_S.c.id == submission_id)).scalar()
        fail = None if found else Refused(Reason.NOT_FOUND, admit=False)
        return Subject(found, "submission", submission_id[:80], fail=fail)

    return look


def _visible(access: Access, patient_id: str) -> list[Row]:
    """The record's submissions, each with the members that the policy's scope opens."""
    members = searching.by_submission(access)
    key = access.platform.record_key(patient_id)
    if key is None:
        raise Refused(Reason.NOT_FOUND, admit=False)
    text = keys.opener(key)
    found = []
    rows = access.connection.execute(_submissions.where(_S.c.patient_id == patient_id)).mappings()
    for row in rows:
        if row["id"] not in members:
            continue
        title, author = row["title_sealed"], row["author_sealed"]
        found.append(
            {
                **row,
                "documents": members[row["id"]],
                "title": text(title, f"submission-title:{row['id']}") if title else None,
                "author_stated": msgspec.json.decode(text(author, f"submission-author:{row['id']}"))
                if author
                else None,
            }
        )
    return found


def _tests(query: Query) -> list[Callable[[Row], bool]]:
    tests: list[Callable[[Row], bool]] = [
        _token_test(query, "code", lambda _row: [f"{LIST_TYPES}|submissionset"]),
        _token_test(query, "status", lambda _row: ["http://hl7.org/fhir/list-status|current"]),
        _token_test(query, "identifier", lambda row: [f"|{row['unique_id']}", f"|{entry_uuid_of(row)}"]),
        _token_test(query, "designationType", lambda row: [designation_of(row)]),
        _token_test(query, "sourceId", lambda row: [f"|{row['source_id']}"]),
    ]
    for part in ("given", "family"):
        tests += [_name_test(part, words) for words in query.texts(f"source.{part}")]
    for name, column in (("date", "submitted_at"), ("_lastUpdated", "received_at")):
        tests.append(is_at(query, name, column))
    if query.has("_id"):
        ids = query.ids("_id", "List")
        tests.append(lambda row: row["id"] in ids)
    return tests


def _token_test(query: Query, name: str, of: Callable[[Row], list[str]]) -> Callable[[Row], bool]:
    wanted = query.tokens(name)

    def test(row: Row) -> bool:
        held = [token.rpartition("|")[::2] for token in of(row)] if wanted else []
        return all(any(_is(one, *pair) for one in some for pair in held) for some in wanted)

    return test


def _is(token: Token, system: str, code: str) -> bool:
    """Identifiers are kept without their system: any fits."""
    return token.code in ("", code) and (token.system in (None, system) or system == "")


def _name_test(part: str, words: list[Any]) -> Callable[[Row], bool]:
    def test(row: Row) -> bool:
        name = row[f"author_{part}"]
        names = [name] if name else ((row["author_stated"] or {}).get("name") or "").split()
        return any(matches(one, word.value, word.modifier) for one in names for word in words)

    return test
