"""A record through other eyes: what somebody would see, now or after a change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import Connection, func, or_, select

from platform_api import accounts, as_if, clock, policy, rights
from platform_api.as_if import Eyes
from platform_api.documents.rows import DOCUMENTS
from platform_api.documents.vital import vital_types
from platform_api.models import AccessRight, Mandate, Organisation, Professional
from platform_api.problems import Refused
from platform_api.shapes import TypeCode
from platform_api.vocabulary import Action, Confidentiality, MandateState, Reason, Right

_D = DOCUMENTS
Levels: TypeAlias = Mapping[str, Confidentiality]
"""Levels by document id that are chosen but not yet kept."""
PRACTITIONER: Final = "practitioner"
ORGANISATION: Final = "organisation"
EMERGENCY: Final = "emergency"
MANDATE: Final = "mandate"
OnlookerKind: TypeAlias = Literal["practitioner", "organisation", "emergency", "mandate"]
Onlooker: TypeAlias = tuple[OnlookerKind, str, str, Eyes]
"""Kind, id, name, and what the policy would know."""
_rows = (
    select(_D.c.id, _D.c.type_code, _D.c.group_code, _D.c.confidentiality, _D.c.author_id, _D.c.software_id)
    .where(_D.c.status == "current")
    .order_by(_D.c.created_at.desc(), _D.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Vanishing:
    """One document that somebody would no longer see, or would see again."""

    id: str
    type: TypeCode
    vital: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do to one onlooker; `kind` is practitioner, organisation, emergency or mandate."""

    kind: OnlookerKind
    id: str
    name: str
    hidden: list[Vanishing]
    shown: list[Vanishing]


def eyes_of(connection: Connection, patient_id: str, onlooker: str) -> Eyes:
    """Whoever is meant by `practitioner:<id>`, `emergency` or `mandate:<id>`; raises Refused for anybody else."""
    kind, _colon, identifier = onlooker.partition(":")
    found: Eyes | None = None
    if kind == EMERGENCY and not identifier:
        found = as_if.emergency_doctor(connection, patient_id)
    elif kind == PRACTITIONER:
        found = as_if.known_professional(connection, patient_id, identifier)
    elif kind == MANDATE:
        found = as_if.mandate(connection, patient_id, identifier)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def seen(connection: Connection, patient_id: str, eyes: Eyes, levels: Levels | None = None) -> list[str]:
    """The ids of the current documents that these eyes would see, the newest first.

    Each is asked of the policy by itself, as at a real reading.
    """
    rows = connection.execute(_rows.where(_D.c.patient_id == patient_id)).mappings()
    return [row["id"] for row in _through(eyes, rows, levels or {})]


def seen_among(eyes: Eyes, rows: Iterable[Any]) -> list[str]:
    """The ids of those that these eyes would see; a row has what `rights.facts_about_document` reads, and its id."""
    return [row["id"] for row in _through(eyes, rows, {})]


def count(connection: Connection, patient_id: str) -> int:
    """How many current documents there are."""
    counted = (
        select(func.count()).select_from(_D).where(_D.c.patient_id == patient_id, _D.c.status == "current")
    )
    return connection.execute(counted).scalar_one()


def effects(connection: Connection, patient_id: str, levels: Levels) -> list[Effect]:
    """Who would see less, or more, if these documents had these levels; the vital ones are marked."""
    rows = [dict(row) for row in connection.execute(_rows.where(_D.c.patient_id == patient_id)).mappings()]
    changing = [
        row for row in rows if levels.get(row["id"], row["confidentiality"]) != row["confidentiality"]
    ]
    vital = vital_types()
    found = []
    for kind, identifier, name, eyes in _onlookers(connection, patient_id):
        before = {row["id"] for row in _through(eyes, changing, {})}
        after = {row["id"] for row in _through(eyes, changing, levels)}
        effect = Effect(
            kind,
            identifier,
            name,
            _named(changing, before - after, vital),
            _named(changing, after - before, vital),
        )
        if effect.hidden or effect.shown:
            found.append(effect)
    return found


def _through(eyes: Eyes, rows: Iterable[Any], levels: Levels) -> list[Any]:
    if not policy.decide(Action.LIST_DOCUMENTS, eyes.facts).allowed:
        return []
    return [row for row in rows if _may_read(eyes, row, levels)]


def _may_read(eyes: Eyes, row: Any, levels: Levels) -> bool:
    about = rights.facts_about_document(eyes.principal, row)
    if row["id"] in levels:
        about["document_level"] = levels[row["id"]]
    return policy.decide(Action.READ_DOCUMENT, replace(eyes.facts, exists=True, **about)).allowed


def _named(rows: Iterable[Any], ids: set[str], vital: frozenset[str]) -> list[Vanishing]:
    return [
        Vanishing(row["id"], row["type_code"], row["type_code"] in vital) for row in rows if row["id"] in ids
    ]


def _onlookers(connection: Connection, patient_id: str) -> list[Onlooker]:
    """An emergency doctor whom the holder does not know, everyone whom they let in, everyone who helps them."""
    stranger: Onlooker = (EMERGENCY, "", "", as_if.emergency_doctor(connection, patient_id))
    return [stranger, *_let_in(connection, patient_id), *_helping(connection, patient_id)]


def _let_in(connection: Connection, patient_id: str) -> Iterator[Onlooker]:
    moment = clock.now()
    named = connection.execute(
        select(AccessRight.actor_kind, AccessRight.actor_id)
        .where(
            AccessRight.patient_id == patient_id,
            AccessRight.kind != Right.BLOCK,
            AccessRight.ended_at.is_(None),
            AccessRight.starts_at <= moment,
            or_(AccessRight.ends_at.is_(None), AccessRight.ends_at > moment),
        )
        .distinct()
        .order_by(AccessRight.actor_kind, AccessRight.actor_id)
    ).all()
    for kind, identifier in named:
        if kind == "professional":
            row = connection.execute(
                select(Professional.__table__).where(Professional.id == identifier)
            ).one()
            name = " ".join(part for part in (row.prefix, row.given, row.family) if part)
            eyes = as_if.professional(connection, patient_id, row.id, row.organisation_id, row.category)
            yield PRACTITIONER, identifier, name, eyes
        else:
            house = connection.execute(
                select(Organisation.name).where(Organisation.id == identifier)
            ).scalar_one()
            eyes = as_if.professional(connection, patient_id, None, identifier, "physician")
            yield ORGANISATION, identifier, house, eyes


def _helping(connection: Connection, patient_id: str) -> Iterator[Onlooker]:
    active = (Mandate.patient_id == patient_id, Mandate.state == MandateState.ACTIVE)
    rows = connection.execute(select(Mandate.id, Mandate.delegate_id).where(*active).order_by(Mandate.id))
    for identifier, delegate_id in rows.all():
        eyes = as_if.mandate(connection, patient_id, identifier)
        if eyes is not None:
            yield MANDATE, identifier, accounts.names_of(connection, delegate_id), eyes
