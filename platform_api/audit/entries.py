"""The rows of a record's journal with the names that their ids stand for, and which of them a reader gets."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from platform_api import keys
from platform_api.audit import for_caregivers, looks, looks_at_cases
from platform_api.guard import Access
from platform_api.models import Account, AuditEntry, Document, Organisation, Patient, Professional, Software
from platform_api.problems import Refused
from platform_api.search_parameters import Query
from platform_api.vocabulary import Action, Outcome, Reason, Role

ENTRIES = AuditEntry.__table__
_E = ENTRIES
_BESIDE = _E.alias("beside")
_PARTS = ("prefix", "given", "family")
OLDEST_FIRST = (["date"], ["_lastUpdated"])
"""What turns the order of a journal round: an entry's number, its date and its last change are one order."""
_SOON = 8  # entries; between password and code a page or two may ask who is there
_WHO = Professional.__table__.alias("who")
_ABOUT = Professional.__table__.alias("about")
_STEPS_OF_ONE_ACT = (Action.READ_SESSION, Action.READ_ACCOUNT, Action.READ_EXPORTS, Action.FILL_EXPORT)


def page(
    access: Access, patient_id: str, query: Query, asked: list[ColumnElement[bool]]
) -> tuple[int, list[dict[str, Any]], list[dict[str, Any]]]:
    """How many fit, the rows of one page, and the looks that stand below a row of it (`looks`)."""
    conditions = [_E.c.chain == patient_id, _E.c.action.not_in(_STEPS_OF_ONE_ACT), *asked]
    if access.principal.role is Role.PROFESSIONAL:  # who else was there is the holder's to know
        conditions.append(_E.c.person_id == access.principal.professional_id)
    if access.principal.role is Role.CAREGIVER:
        conditions += for_caregivers.conditions(access, patient_id)
    folded = None
    if query.first("_fold") == "own":
        conditions.append(~_reported_again())
        conditions += [~_continues_own_act(), ~_password_before_code(), ~_continues_activation()]
        conditions.append(~looks_at_cases.looks_again())
        folded = looks.folded(access, conditions)
    every_look = conditions
    if folded is not None:
        conditions = [*conditions, folded.condition(access)]
    total = access.connection.execute(select(func.count()).select_from(_E).where(*conditions)).scalar_one()
    if query.only_count:
        return total, [], []
    oldest_first = query.orders[:1] in OLDEST_FIRST
    if query.first("_after"):
        last = query.first("_after")
        query.offset = _before(access, patient_id, last, conditions, oldest_first=oldest_first)
    found = access.connection.execute(
        _named_rows(patient_id, conditions, oldest_first=oldest_first).limit(query.count).offset(query.offset)
    )
    rows = _all_named(access, patient_id, found.mappings())
    if query.first("_fold") == "own":
        looks_at_cases.put_under_the_first(access.connection, patient_id, rows)
    below = [
        number
        for row in rows
        for number in (folded.below.get(row["number"], []) if folded else [])[: looks.AT_MOST]
    ]
    if not below:
        return total, rows, []
    more = access.connection.execute(_named_rows(patient_id, [*every_look, _E.c.number.in_(below)]))
    return total, rows, _all_named(access, patient_id, more.mappings())


def _before(
    access: Access, patient_id: str, last: str, conditions: list[ColumnElement[bool]], *, oldest_first: bool
) -> int:
    """How many of these entries stand at or before this one: each look adds one, and moves all others."""
    own = select(_E.c.number).where(_E.c.chain == patient_id, _E.c.id == last)
    number = access.connection.execute(own).scalar()
    if number is None:
        raise Refused(Reason.MALFORMED_REQUEST, field="_after")
    passed = _E.c.number <= number if oldest_first else _E.c.number >= number
    fitting = select(func.count()).select_from(_E).where(*conditions, passed)
    return int(access.connection.execute(fitting).scalar_one())


def every(
    access: Access, patient_id: str, conditions: list[ColumnElement[bool]], most: int
) -> list[dict[str, Any]]:
    """All entries that fit, the newest first, `most` at most: what a copy of the journal holds."""
    asked = [_E.c.chain == patient_id, _E.c.action.not_in(_STEPS_OF_ONE_ACT), *conditions]
    rows = access.connection.execute(_named_rows(patient_id, asked).limit(most))
    return _all_named(access, patient_id, rows.mappings())


def _all_named(access: Access, patient_id: str, rows: Iterable[Any]) -> list[dict[str, Any]]:
    key = access.platform.record_key(patient_id)
    named = [_named(dict(row), key) for row in rows]
    asked = {row["asked_by"] for row in named if row["asked_by"]}
    if asked:
        staff = select(Account.id, Account.given).where(Account.id.in_(asked))
        first_names = {one.id: one.given for one in access.connection.execute(staff)}
        for row in named:
            row["asked_by_name"] = first_names.get(row["asked_by"])
    return named


def _named_rows(
    patient_id: str, conditions: list[ColumnElement[bool]], *, oldest_first: bool = False
) -> Select[Any]:
    return (
        select(
            _E,
            Patient.given,
            Patient.family,
            Account.given.label("staff"),
            Account.family.label("staff_family"),
            Software.name.label("software_name"),
            *(_WHO.c[part].label(f"who_{part}") for part in _PARTS),
            *(_ABOUT.c[part].label(f"about_{part}") for part in _PARTS),
            Organisation.name.label("about_organisation"),
            Document.title_sealed,
            Document.type_code.label("document_type"),
        )
        .join_from(_E, Account, Account.id == _E.c.person_id, isouter=True)
        .join(Patient, Patient.id == Account.patient_id, isouter=True)
        .join(Software, Software.client_id == _E.c.software_id, isouter=True)
        .join(_WHO, (_E.c.role == Role.PROFESSIONAL) & (_WHO.c.id == _E.c.person_id), isouter=True)
        .join(_ABOUT, (_E.c.object_kind == "professional") & (_ABOUT.c.id == _E.c.object_id), isouter=True)
        .join(
            Organisation,
            (_E.c.object_kind == "organisation") & (Organisation.id == _E.c.object_id),
            isouter=True,
        )
        .join(
            Document,
            (Document.patient_id == patient_id) & (Document.id == _E.c.object_id),
            isouter=True,
        )
        .where(*conditions)
        .order_by(_E.c.number.asc() if oldest_first else _E.c.number.desc())
    )


def _continues_own_act() -> ColumnElement[bool]:
    """The entry right before is the same act of the same patient on the same thing."""
    return and_(
        _E.c.role == Role.PATIENT,
        _E.c.outcome == Outcome.ALLOWED,
        exists().where(
            _BESIDE.c.chain == _E.c.chain,
            _BESIDE.c.number == _E.c.number - 1,
            _BESIDE.c.person_id == _E.c.person_id,
            _BESIDE.c.role == _E.c.role,
            _BESIDE.c.action == _E.c.action,
            _BESIDE.c.outcome == _E.c.outcome,
            func.coalesce(_BESIDE.c.object_id, "") == func.coalesce(_E.c.object_id, ""),
        ),
    )


def _password_before_code() -> ColumnElement[bool]:
    """The first half of a sign-in whose second half comes soon after it."""
    return and_(
        _E.c.person_id.is_(None),
        _E.c.action == Action.SIGN_IN,
        _E.c.outcome == Outcome.ALLOWED,
        exists().where(
            _BESIDE.c.chain == _E.c.chain,
            _BESIDE.c.number.between(_E.c.number + 1, _E.c.number + _SOON),
            _BESIDE.c.person_id.is_not(None),
            _BESIDE.c.action == Action.SIGN_IN,
            _BESIDE.c.outcome == Outcome.ALLOWED,
            _BESIDE.c.object_id == _E.c.object_id,
        ),
    )


def _continues_activation() -> ColumnElement[bool]:
    """A step of an activation; the entry of its letter, which was accepted before it, stands for all of them."""
    return and_(
        _E.c.role == Role.VISITOR,
        _E.c.action == Action.ACTIVATE_RECORD,
        _E.c.outcome == Outcome.ALLOWED,
        func.coalesce(_E.c.object_kind, "") == "activation",
    )


def _reported_again() -> ColumnElement[bool]:
    """A house that told of the same reading once more."""
    return and_(_E.c.action == Action.REPORT_ACCESS, func.coalesce(_E.c.object_kind, "") == "report")


def _named(row: dict[str, Any], key: bytes | None) -> dict[str, Any]:
    """The entry with the names that its ids stand for today."""
    person = f"{row['given']} {row['family']}" if row["given"] else row["staff"]
    if row["role"] == Role.CAREGIVER and not row["given"] and row["staff"]:
        person = f"{row['staff']} {row['staff_family']}"  # a delegate without a record; an agent stays a first name
    row["asked_by"] = (row["details"] or {}).get("asked_by")
    row["who_name"] = person or _called(row, "who")
    row["about"] = row["about_organisation"] or _called(row, "about")
    sealed = row.pop("title_sealed")
    if sealed is not None and key is not None:
        row["document_title"] = keys.open_sealed(key, sealed, f"title:{row['object_id']}").decode()
    return row


def _called(row: dict[str, Any], who: str) -> str | None:
    """A professional's name with its title."""
    return " ".join(row[f"{who}_{part}"] for part in _PARTS if row[f"{who}_{part}"]) or None
