"""What a record's holder decided about a professional, as facts for the policy, read in the action's transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, or_, select

from platform_api import access_matrix, clock
from platform_api.models import AccessRight, Document, Dossier, RecordSetting
from platform_api.principal import Principal
from platform_api.vocabulary import Confidentiality, Purpose, Right

_RANK = {Confidentiality.NORMAL: 1, Confidentiality.RESTRICTED: 2}
_find_record = (
    select(
        Dossier.state,
        RecordSetting.emergency_allowed,
        RecordSetting.emergency_restricted,
    )
    .join_from(Dossier, RecordSetting, RecordSetting.patient_id == Dossier.patient_id, isouter=True)
    .where(Dossier.patient_id == bindparam("of_patient"))
)
_about_them = (
    AccessRight.patient_id == bindparam("of_patient"),
    or_(
        and_(AccessRight.actor_kind == "professional", AccessRight.actor_id == bindparam("professional")),
        and_(AccessRight.actor_kind == "organisation", AccessRight.actor_id == bindparam("organisation")),
    ),
)
_find_rights = select(AccessRight.kind, AccessRight.level, AccessRight.groups).where(
    *_about_them,
    AccessRight.ended_at.is_(None),
    AccessRight.starts_at <= bindparam("moment"),
    or_(AccessRight.ends_at.is_(None), AccessRight.ends_at > bindparam("moment")),
)
_find_rights_then = select(AccessRight.kind, AccessRight.level, AccessRight.groups).where(
    *_about_them,
    AccessRight.starts_at <= bindparam("moment"),
    or_(AccessRight.ended_at.is_(None), AccessRight.ended_at > bindparam("moment")),
    or_(AccessRight.ends_at.is_(None), AccessRight.ends_at > bindparam("moment")),
)

_find_own = select(
    exists().where(
        Document.patient_id == bindparam("of_patient"), Document.author_id == bindparam("professional")
    )
)
_find_own_then = select(
    exists().where(
        Document.patient_id == bindparam("of_patient"),
        Document.author_id == bindparam("professional"),
        Document.deposited_at <= bindparam("moment"),
    )
)


@dataclass(frozen=True, slots=True)
class Then:
    """A moment that is over, and what was so with the record; None where nobody knows any more."""

    moment: datetime
    state: str | None
    emergency_allowed: bool | None
    emergency_restricted: bool


def facts_about(
    connection: Connection, principal: Principal, patient_id: str, then: Then | None = None
) -> dict[str, Any]:
    """The facts for a professional's or a software's action on this record, now or `then`.

    Without a row in the settings emergency access is on (platform.md: until the patient switches it off).
    """
    record = then or _as_it_is(connection, patient_id)
    rights = connection.execute(
        _find_rights_then if then else _find_rights,
        {
            "of_patient": patient_id,
            "professional": principal.professional_id or "",
            "organisation": principal.organisation_id or "",
            "moment": then.moment if then else clock.now(),
        },
    ).all()
    elsewhere = principal.bound_patient_id not in (None, patient_id)  # the token is for another record
    given = [right for right in rights if right.kind != Right.BLOCK and not elsewhere]
    granted = [Confidentiality(right.level) for right in given if right.groups is None]
    limited = frozenset(group for right in given if right.groups for group in right.groups)
    attests = principal.purpose == Purpose.EMERGENCY and principal.has_emergency_reason
    restricted_too = record is not None and record.emergency_restricted
    return {
        "dossier_state": record.state if record else None,
        "is_blocked": any(right.kind == Right.BLOCK for right in rights),
        "granted_level": max(granted, key=lambda level: _RANK.get(level, 0)) if granted else None,
        "limited_groups": limited or None,
        "in_care_circle": any(right.kind == Right.CIRCLE for right in given),
        "category": principal.category,
        "has_authored": not elsewhere and _has_authored(connection, principal, patient_id, then),
        "attests_emergency": attests and not elsewhere,
        "emergency_allowed": record.emergency_allowed if record else False,
        "emergency_level": Confidentiality.RESTRICTED if restricted_too else Confidentiality.NORMAL,
        "hidden_types": access_matrix.unreadable_types(principal.category) if principal.category else None,
        "professional_id": principal.professional_id,
    }


def facts_about_document(principal: Principal, row: Any) -> dict[str, Any]:
    """The facts that one document adds; `row` has type_code, confidentiality, author_id and software_id."""
    category = principal.category or ""
    return {
        "document_level": row["confidentiality"],
        "document_group": row["group_code"],
        "document_type": row["type_code"],
        "category_reads": access_matrix.may_read(category, row["type_code"]),
        "is_depositor": principal.professional_id is None and row["software_id"] == principal.software_id,
        "is_author": principal.professional_id is not None and row["author_id"] == principal.professional_id,
    }


def _as_it_is(connection: Connection, patient_id: str) -> Then | None:
    row = connection.execute(_find_record, {"of_patient": patient_id}).first()
    if row is None:
        return None
    return Then(clock.now(), row.state, row.emergency_allowed is not False, bool(row.emergency_restricted))


def _has_authored(connection: Connection, principal: Principal, patient_id: str, then: Then | None) -> bool:
    if principal.professional_id is None:
        return False
    values: dict[str, Any] = {"of_patient": patient_id, "professional": principal.professional_id}
    if then is not None:
        return bool(connection.execute(_find_own_then, values | {"moment": then.moment}).scalar())
    return bool(connection.execute(_find_own, values).scalar())
