"""What a house tells of its own readings: one AuditEvent, checked, as what the trail keeps of it (ATNA ITI-20)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, select

from platform_api import clock
from platform_api.fhir.reading_audit import GivenEvent
from platform_api.models import AuditEntry, Professional
from platform_api.problems import Refused
from platform_api.references import References
from platform_api.requests import moment
from platform_api.vocabulary import PURPOSE_CODES, PURPOSE_SYSTEM, Action, Purpose, Reason

NAME = "AuditEvent"
OLDEST = timedelta(days=366)
"""What happened longer ago is no longer taken in: a late feed is a feed, an old one a mistake."""
AHEAD = timedelta(minutes=10)
"""How far the clock of a house may be ahead of ours."""
_ACTIONS = frozenset("CRUDE")
_CODE = re.compile("[A-Z]{2,20}")
_DONE, _NOT_DONE = "0", frozenset({"4", "8", "12"})
_LATEST = 200  # reports of one software about one record that are compared with a new one
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
    """The id of the entry that this very report made before, among the latest of this software."""
    rows = connection.execute(
        select(_E.c.id, _E.c.details)
        .where(
            _E.c.chain == report.patient_id,
            _E.c.action == Action.REPORT_ACCESS,
            _E.c.software_id == software_id,
            _E.c.object_kind.is_distinct_from("report"),
        )
        .order_by(_E.c.number.desc())
        .limit(_LATEST)
    )
    return next((row.id for row in rows if (row.details or {}).get("digest") == report.digest), None)


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
    whose = {}
    for position, entity in enumerate(given.entity):
        what = entity.what
        text = (what.reference or "") if what else ""
        names_somebody = text.startswith("Patient?") or found.local(text, "Patient") is not None
        if what is not None and (names_somebody or (not text and what.identifier is not None)):
            where = f"{NAME}.entity[{position}].what"
            whose[found.patient(what, where)] = where
    if not whose:
        raise Refused(Reason.ELEMENT_MISSING, field=f"{NAME}.entity")
    if len(whose) > 1:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=list(whose.values())[1])
    return next(iter(whose))


def _professional(given: GivenEvent, found: References, house: str | None) -> str | None:
    """The professional who read, of the reporting house; None where the directory knows them not."""
    position, agent = next((at, one) for at, one in enumerate(given.agent) if one.requestor)
    where = f"{NAME}.agent[{position}].who"
    if agent.who is None:
        raise Refused(Reason.ELEMENT_MISSING, field=where)
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
