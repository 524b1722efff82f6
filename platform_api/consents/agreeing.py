"""Whether the record can hold all that a Consent says: whose it is, whom it names, since when, and what was before."""

from typing import Any

from sqlalchemy import select

from platform_api import clock, matricule
from platform_api.consents import actors, stating
from platform_api.consents.stating import Stated
from platform_api.fhir import consent as made
from platform_api.fhir.consent import EMERGENCY, NEW_DOCUMENTS
from platform_api.fhir.reading_consent import Reference
from platform_api.guard import Access
from platform_api.models import Patient
from platform_api.problems import Refused
from platform_api.vocabulary import MATRICULE_SYSTEM, Reason, Right


def is_about(row: dict[str, Any], stated: Stated) -> bool:
    """Whether this Consent of the record is about the same people, in the same direction, or the same setting."""
    if stated.kind in (EMERGENCY, NEW_DOCUMENTS):
        return bool(row["kind"] == stated.kind)
    who = (stated.actor_kind, stated.actor_id)
    return (row["actor_kind"], row["actor_id"]) == who and row["kind"] in (
        (Right.BLOCK,) if stated.kind == Right.BLOCK else (Right.CIRCLE, Right.DATED)
    )


def is_so(row: dict[str, Any], stated: Stated) -> bool:
    """Whether the record says just this already, but for whether it still holds."""
    there = (row["kind"], row["level"], row["permits"], row["until"])
    return there == (stated.kind, stated.level, stated.permits, stated.until)


def patient(access: Access, stated: Stated, base: str) -> None:
    """Raises Refused unless the Consent is of the record that the caller decides about, and given by its holder."""
    people = [("Consent.patient", stated.resource.patient)]
    people += [("Consent.performer[0]", one) for one in stated.resource.performer[:1]]
    for where, one in people:
        if one is None or not _is_holder(access, one, base):
            raise Refused(Reason.REFERENCE_UNKNOWN, field=where)
        if one.display is not None:
            raise Refused(Reason.ELEMENT_NOT_KEPT, field=f"{where}.display")


def everything(
    access: Access, stated: Stated, before: dict[str, Any] | None, agency: str | None, base: str
) -> None:
    """Raises Refused for the first of the other things said that the record would not hold."""
    _organisation(stated, agency, base)
    _called(access, stated)
    _since(stated, before)
    if not stated.active:
        _ended(stated, before)


def _is_holder(access: Access, one: Reference, base: str) -> bool:
    """By our id, by the national number, or by both."""
    mine = access.subject.patient_id
    if one.type not in (None, "Patient"):
        return False
    if one.reference is not None and one.reference.removeprefix(f"{base}/") != f"Patient/{mine}":
        return False
    if one.identifier is None:
        return one.reference is not None
    number = matricule.check(one.identifier.value or "").value or ""
    behind = Patient.matricule_index == access.platform.keys.find_by("matricule", number)
    known = access.connection.execute(select(Patient.id).where(behind)).scalar()
    return one.identifier.system == MATRICULE_SYSTEM and one.identifier.type is None and known == mine


def _organisation(stated: Stated, agency: str | None, base: str) -> None:
    """None other than the agency keeps the records."""
    for one in stated.resource.organization[:1]:
        right = (
            one.identifier is None
            and one.type in (None, "Organization")
            and one.display in (None, made.KEEPER)
            and (one.reference is None or one.reference.removeprefix(f"{base}/") == f"Organization/{agency}")
        )
        if not right:
            raise Refused(Reason.VALUE_NOT_ALLOWED, field="Consent.organization[0]")


def _called(access: Access, stated: Stated) -> None:
    """A name beside a reference is shown to people: it is that of the directory."""
    provision = stated.resource.provision
    for actor in provision.actor if provision else ():
        said = actor.reference.display if actor.reference else None
        row = access.subject.payload
        if said is not None and (row is None or said != _name(stated, row)):
            raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{stating.ACTOR}.display")


def _name(stated: Stated, row: Any) -> str:
    if stated.actor_kind == actors.PROFESSIONAL:
        return " ".join(part for part in (row.prefix, row.given, row.family) if part)
    return str(row.name)


def _since(stated: Stated, before: dict[str, Any] | None) -> None:
    """A decision counts from when it is taken: not earlier, and not later."""
    now = clock.now()
    if stated.active and before is not None and not before["is_active"]:
        before = None  # it begins anew
    period = stated.resource.provision.period if stated.resource.provision else None
    said = (
        ("Consent.dateTime", stated.resource.date_time, before["decided_at"] if before else now),
        (f"{stating.PERIOD}.start", period.start if period else None, before["since"] if before else now),
    )
    for where, text, since in said:
        moment = stating.moment(text) if text is not None else None
        if moment is not None and not stating.is_of_today(moment, since):
            raise Refused(Reason.ELEMENT_NOT_KEPT, field=where)


def _ended(stated: Stated, before: dict[str, Any] | None) -> None:
    """What ends stays as it was."""
    if before is None:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="Consent.status")
    if before["kind"] != stated.kind:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=stating.POLICY)
    if before["until"] != stated.until:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{stating.PERIOD}.end")
