"""A record's decisions as Consents: one for each professional or organisation, let in or shut out, and two settings.

The id of a Consent is that of the first row about them and stays theirs however often the decision changes or ends;
access through a visit pass is a Consent of its own each time. What rows and settings hold is never written here.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select

from platform_api import clock
from platform_api.fhir.consent import EMERGENCY, NEW_DOCUMENTS
from platform_api.guard import Access
from platform_api.models import (
    AccessRight,
    ConsentName,
    Dossier,
    EmergencyChoice,
    Organisation,
    Professional,
    RecordSetting,
)
from platform_api.problems import Refused
from platform_api.vocabulary import FHIR_BASE, Confidentiality, OrganisationKind, Reason, Right, Role

SETTINGS = (EMERGENCY, NEW_DOCUMENTS)
MOST_NAMES = 10
"""So many names of other software one Consent bears."""
_AT_ONCE = timedelta(seconds=1)  # between the end of a decision and the beginning of the one that replaces it
_R = AccessRight.__table__
_rights = (
    select(
        _R,
        Professional.prefix,
        Professional.given,
        Professional.family,
        Organisation.name.label("organisation"),
    )
    .join_from(
        _R,
        Professional,
        and_(_R.c.actor_kind == "professional", Professional.id == _R.c.actor_id),
        isouter=True,
    )
    .join(
        Organisation,
        and_(_R.c.actor_kind == "organisation", Organisation.id == _R.c.actor_id),
        isouter=True,
    )
    .order_by(_R.c.starts_at, _R.c.id)
)
_settings = (
    select(
        Dossier.created_at,
        RecordSetting.emergency_allowed,
        RecordSetting.emergency_restricted,
        RecordSetting.default_level,
        RecordSetting.changed_at,
        RecordSetting.default_changed_at,
        func.max(EmergencyChoice.ended_at).label("emergency_changed_at"),
    )
    .join_from(Dossier, RecordSetting, RecordSetting.patient_id == Dossier.patient_id, isouter=True)
    .join(EmergencyChoice, EmergencyChoice.patient_id == Dossier.patient_id, isouter=True)
    .group_by(Dossier.patient_id, *RecordSetting.__table__.c)
)


def agency(access: Access) -> str | None:
    """The agency that keeps the records, by its id in the directory."""
    known = select(Organisation.id).where(Organisation.kind == OrganisationKind.AGENCY)
    return access.connection.execute(known.order_by(Organisation.id)).scalar()


def rows(access: Access) -> list[dict[str, Any]]:
    """The decisions of the record that the caller may see, the newest first, with the names of whom they name."""
    patient_id = access.subject.patient_id or ""
    if access.principal.role is Role.PROFESSIONAL:
        own = (access.principal.professional_id, access.principal.organisation_id)
        conditions = (_R.c.kind != Right.BLOCK, or_(*(_R.c.actor_id == one for one in own)))
        return _in_order(_decisions(access.connection, patient_id, *conditions))
    every = of_record(access.connection, patient_id)
    if (
        access.principal.role is Role.CAREGIVER
    ):  # what holds now, as in the portal; levels are the holder's alone
        return [one for one in every if one["is_active"] and one["kind"] != NEW_DOCUMENTS]
    return every


def of_record(connection: Connection, patient_id: str) -> list[dict[str, Any]]:
    """All decisions of a record, the newest first."""
    return _in_order([*_decisions(connection, patient_id), *_choices(connection, patient_id)])


def record_of(connection: Connection, consent_id: str) -> str | None:
    """Whose record the Consent with this id is about; the two settings are the holder's and are not found."""
    return connection.execute(select(_R.c.patient_id).where(_R.c.id == consent_id)).scalar()


def named(connection: Connection, patient_id: str, name: str) -> str | None:
    """The id of the Consent that other software calls so, if any."""
    mine = (ConsentName.patient_id == patient_id, ConsentName.name == name)
    return connection.execute(select(ConsentName.consent_id).where(*mine)).scalar()


def name(access: Access, row: dict[str, Any], names: Iterable[str]) -> bool:
    """Have these names lead to this Consent; whether any of them is new. Raises Refused when there are too many."""
    new = [one for one in names if one not in (*row["names"], row["id"])]
    if len(row["names"]) + len(new) > MOST_NAMES:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="Consent.identifier")
    for one in new:
        given = {
            "patient_id": row["patient_id"],
            "name": one,
            "consent_id": row["id"],
            "given_at": clock.now(),
        }
        access.connection.execute(insert(ConsentName), given)
        row["names"] = [*row["names"], one]
    return bool(new)


def last_day(ends_at: datetime | None) -> date | None:
    """The last day of a decision that ends at a midnight in Luxembourg; None for any other end."""
    if ends_at is None:
        return None
    there = clock.in_luxembourg(ends_at)
    is_midnight = (there.hour, there.minute, there.second, there.microsecond) == (0, 0, 0, 0)
    return there.date() - timedelta(days=1) if is_midnight else None


def _decisions(
    connection: Connection, patient_id: str, *conditions: ColumnElement[bool]
) -> list[dict[str, Any]]:
    about: dict[tuple[str, ...], list[Any]] = {}
    for row in connection.execute(_rights.where(_R.c.patient_id == patient_id, *conditions)).mappings():
        direction = "block" if row["kind"] == Right.BLOCK else "permit"
        by_pass = row["kind"] == Right.PRESENCE
        key = (row["id"],) if by_pass else (row["actor_kind"], row["actor_id"], direction)
        about.setdefault(key, []).append(row)
    names = _names(connection, patient_id)
    return [_decision(some, names.get(some[0]["id"], [])) for some in about.values()]


def _decision(some: list[Any], names: list[str]) -> dict[str, Any]:
    """One Consent from the rows about it, the oldest first."""
    moment = clock.now()
    row = max(some, key=lambda one: (one["ended_at"] is None, one["starts_at"], one["id"]))
    since = row["starts_at"]
    for before in sorted(some, key=lambda one: one["starts_at"], reverse=True):
        if before["ended_at"] is not None and abs(since - before["ended_at"]) < _AT_ONCE:
            since = min(since, before["starts_at"])
    person = (row["prefix"], row["given"], row["family"])
    running = row["ended_at"] is None and (row["ends_at"] is None or row["ends_at"] > moment)
    return {
        **row,
        "id": some[0]["id"],
        "right_id": row["id"],
        "actor_name": row["organisation"] or " ".join(part for part in person if part),
        "is_active": running,
        "permits": row["kind"] != Right.BLOCK,
        "decided_at": row["starts_at"],
        "since": since,
        "until": last_day(row["ends_at"]),
        "changed_at": row["ended_at"] or row["starts_at"],
        "source": row["kind"],
        "names": names,
    }


def _choices(connection: Connection, patient_id: str) -> list[dict[str, Any]]:
    """The two settings of a record, which always hold: as they were chosen, or by default."""
    row = connection.execute(_settings.where(Dossier.patient_id == patient_id)).first()
    if row is None:
        return []
    names = _names(connection, patient_id)
    allowed = row.emergency_allowed is not False
    level = Confidentiality.RESTRICTED if row.emergency_restricted else Confidentiality.NORMAL
    chosen = row.emergency_changed_at or (None if allowed else row.changed_at)
    default = row.default_level or Confidentiality.NORMAL
    kept = row.default_changed_at or (None if default == Confidentiality.NORMAL else row.changed_at)
    return [
        _choice(patient_id, EMERGENCY, allowed, level, chosen, row.created_at, names),
        _choice(patient_id, NEW_DOCUMENTS, True, default, kept, row.created_at, names),
    ]


def _choice(
    patient_id: str,
    kind: str,
    permits: bool,
    level: str,
    chosen_at: datetime | None,
    created_at: datetime,
    names: dict[str, list[str]],
) -> dict[str, Any]:
    identifier = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{FHIR_BASE}/Patient/{patient_id}/{kind}"))
    called = names.get(identifier, [])
    moment = chosen_at or created_at
    return {
        "id": identifier,
        "patient_id": patient_id,
        "kind": kind,
        "actor_kind": None,
        "actor_id": None,
        "actor_name": "",
        "level": level,
        "groups": None,
        "is_active": True,
        "permits": permits,
        "decided_at": moment,
        "since": moment,
        "ends_at": None,
        "until": None,
        "changed_at": moment,
        "source": kind if chosen_at or called else f"{kind}-by-default",
        "names": called,
    }


def _names(connection: Connection, patient_id: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    mine = select(ConsentName.consent_id, ConsentName.name).where(ConsentName.patient_id == patient_id)
    for row in connection.execute(mine.order_by(ConsentName.given_at, ConsentName.name)):
        found.setdefault(row.consent_id, []).append(row.name)
    return found


def _in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda one: (one["decided_at"], one["id"]), reverse=True)
