"""What a house tells of its own readings: one AuditEvent, checked, as what the trail keeps of it (ATNA ITI-20)."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, select

from platform_api import clock
from platform_api.fhir.reading_audit import GivenEvent
from platform_api.fhir.reading_types import Reference
from platform_api.models import AuditEntry, Professional
from platform_api.problems import Refused
from platform_api.references import References
from platform_api.requests import moment
from platform_api.vocabulary import (
    MATRICULE_SYSTEM,
    PATIENT_ID_SYSTEM,
    PROFESSIONAL_ID_SYSTEM,
    PURPOSE_CODES,
    PURPOSE_SYSTEM,
    Action,
    Purpose,
    Reason,
)

NAME = "AuditEvent"
OLDEST = timedelta(days=366)
"""What happened longer ago is no longer taken in: a late feed is a feed, an old one a mistake."""
AHEAD = timedelta(minutes=10)
"""How far the clock of a house may be ahead of ours."""
_ACTIONS = frozenset("CRUDE")
_CODE = re.compile("[A-Z]{2,20}")
_DONE, _NOT_DONE = "0", frozenset({"4", "8", "12"})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_MOST_ENTITIES = 100
_NUMBERS = (MATRICULE_SYSTEM, PATIENT_ID_SYSTEM)
_E = AuditEntry.__table__


@dataclass(frozen=True, slots=True)
class Report:
    """A reading in another house: of whose record, by whom as far as the directory knows them, when, why."""

    patient_id: str
    professional_id: str | None
    organisation_id: str | None
    happened_at: datetime
    action: str
    succeeded: bool
    purpose: str | None
    digest: str

    @property
    def details(self) -> dict[str, object]:
        """What the trail keeps beside the ids."""
        return {
            "happened": self.happened_at.isoformat(timespec="milliseconds"),
            "what": self.action,
            "succeeded": self.succeeded,
            "digest": self.digest,
        }


def understood(given: GivenEvent, found: References) -> Report:
    """The report; raises Refused at the first place where it says nothing, or something that cannot be."""
    _check_elements(given)
    if not _INSTANT.fullmatch(given.recorded or ""):  # a day would be told as its midnight
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{NAME}.recorded")
    happened = moment(given.recorded, f"{NAME}.recorded")
    if not clock.now() - OLDEST <= happened <= clock.now() + AHEAD:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{NAME}.recorded")
    house = found.own_organisation(None)
    return Report(
        patient_id=_patient(given, found),
        professional_id=_professional(given, found, house),
        organisation_id=house,
        happened_at=happened,
        action=given.action or "E",
        succeeded=given.outcome == _DONE,
        purpose=_purpose(given),
        digest=hashlib.sha256(msgspec.json.encode(given)).hexdigest()[:32],
    )


def known_already(connection: Connection, report: Report, software_id: str) -> str | None:
    """The id of the entry that this very report of this software made before; the record must be locked."""
    same = select(_E.c.id).where(
        _E.c.chain == report.patient_id,
        _E.c.action == Action.REPORT_ACCESS,
        _E.c.software_id == software_id,
        _E.c.object_kind.is_distinct_from("report"),
        _E.c.details["digest"].as_string() == report.digest,
    )
    return connection.execute(same.order_by(_E.c.number).limit(1)).scalar()


def _check_elements(given: GivenEvent) -> None:
    missing = [
        f"{NAME}.{name}"
        for name, there in (
            ("type", given.type is not None and bool(given.type.code)),
            ("recorded", bool(given.recorded)),
            ("outcome", bool(given.outcome)),
            ("agent", bool(given.agent)),
            ("source", given.source is not None),
            ("source.observer", given.source is None or given.source.observer is not None),
            ("entity", bool(given.entity)),
        )
        if not there
    ]
    if missing:
        raise Refused(
            Reason.ELEMENT_MISSING,
            field=missing[0],
            others=[(Reason.ELEMENT_MISSING, path) for path in missing[1:]],
        )
    if given.outcome != _DONE and given.outcome not in _NOT_DONE:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{NAME}.outcome")
    if given.action is not None and given.action not in _ACTIONS:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{NAME}.action")
    if [one.requestor for one in given.agent].count(True) != 1:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{NAME}.agent.requestor")


def _patient(given: GivenEvent, found: References) -> str:
    """The one patient whom it is about (BALP: one event for each)."""
    if len(given.entity) > _MOST_ENTITIES:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{NAME}.entity[{_MOST_ENTITIES}]")
    named = None
    for position, entity in enumerate(given.entity):
        where = f"{NAME}.entity[{position}].what"
        for naming in _namings(entity.what, found):
            one = found.patient(naming, where)
            if named not in (None, one):
                raise Refused(Reason.VALUE_NOT_ALLOWED, field=where)
            named = one
    if named is None:
        raise Refused(Reason.ELEMENT_MISSING, field=f"{NAME}.entity")
    return named


def _namings(what: Reference | None, found: References) -> Iterator[Reference]:
    """Each way in which it names a patient: by a reference of ours, and by a number beside one of their own."""
    if what is None:
        return
    text, identifier = what.reference or "", what.identifier
    if text.startswith("Patient?") or found.local(text, "Patient") is not None:
        yield Reference(reference=text)
    if identifier is not None and (not text or identifier.system in _NUMBERS):
        yield Reference(identifier=identifier)


def _professional(given: GivenEvent, found: References, house: str | None) -> str | None:
    """The professional who read, of the reporting house; None where the directory knows them not."""
    position, agent = next((at, one) for at, one in enumerate(given.agent) if one.requestor)
    where = f"{NAME}.agent[{position}].who"
    if agent.who is None:
        raise Refused(Reason.ELEMENT_MISSING, field=where)
    if _is_elsewhere(agent.who, found):
        return None
    who = found.author(agent.who, given.contained, where).professional_id
    if who is None:
        return None
    theirs = select(Professional.organisation_id).where(Professional.id == who)
    row = found.connection.execute(theirs).first()
    if row is None:
        raise Refused(Reason.REFERENCE_UNKNOWN, field=where)
    if house is not None and row.organisation_id != house:  # nobody reports what others do
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=where)
    return who


def _is_elsewhere(who: Reference, found: References) -> bool:
    """Whether it leads to a directory of theirs, and no number of ours stands beside it."""
    text = who.reference or ""
    numbered = who.identifier is not None and who.identifier.system == PROFESSIONAL_ID_SYSTEM
    ours = f"{found.running.settings.base_url}/"
    return text.startswith(("http://", "https://")) and not text.startswith(ours) and not numbered


def _purpose(given: GivenEvent) -> str | None:
    """Why, where the event says so: an emergency before treatment before another reason of v3-ActReason.

    A reason of another code system that means none of these is refused rather than forgotten.
    """
    concepts = [*given.purpose_of_event]
    for agent in given.agent:
        concepts += agent.purpose_of_use if agent.requestor else []
    stated = [coding for one in concepts for coding in one.coding if coding.code]
    known = [PURPOSE_CODES[one.code] for one in stated if one.code in PURPOSE_CODES]
    if known:
        return Purpose.EMERGENCY if Purpose.EMERGENCY in known else known[0]
    others = [one.code for one in stated if one.system == PURPOSE_SYSTEM and _CODE.fullmatch(one.code or "")]
    if stated and not others:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{NAME}.purposeOfEvent")
    return others[0] if others else None
