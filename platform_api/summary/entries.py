"""The coded entries of a CDA section as resources of the IPS profiles: problems, allergies, medicines.

An entry that says that something is *not* so, or that says nothing usable, gives no resource: the narrative beside it
has it. `completed` is what IHE PCC writes for every entry, so it never means that a medicine is taken no more.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from platform_api.cda_xml import Element
from platform_api.summary.cda import child, children, name_of, text_of, value
from platform_api.summary.codes import (
    ABSENT,
    Resource,
    Words,
    concept,
    is_absent,
    moment,
    original,
    quantity,
)

Mapper: TypeAlias = Callable[[Element, Words], Resource | None]
_IPS = "http://hl7.org/fhir/uv/ips/StructureDefinition"
_CLINICAL = "http://terminology.hl7.org/CodeSystem"
_STATUS_OBSERVATION = "33999-4"
_STATES = {"55561003": "active", "73425007": "inactive", "413322009": "resolved"}
_SEVERITIES = {"255604002": "mild", "6736007": "moderate", "24484000": "severe"}
_CRITICALITIES = {"CRITH": "high", "CRITL": "low", "CRITU": "unable-to-assess"}
_TAKEN = {"active": "active", "aborted": "stopped", "suspended": "on-hold"}


def acts_of(section: Element) -> Iterator[Element]:
    """The acts that stand directly in the section's entries."""
    for entry in children(section, "entry"):
        yield from entry


def profile(name: str) -> Resource:
    """The `meta` of a resource that meets a profile of the IPS."""
    return {"profile": [f"{_IPS}/{name}-uv-ips"]}


def is_denied(*acts: Element | None) -> bool:
    """Whether an act says that something is not so, or never came to be."""
    return any(
        one is not None
        and (
            one.get("negationInd") in ("true", "1")
            or value(child(one, "statusCode"), "code") in ("nullified", "cancelled")
        )
        for one in acts
    )


def condition(act: Element, words: Words) -> Resource | None:
    """A problem: an observation, alone or inside the act that follows it."""
    concern, seen = _inside(act)
    if seen is None or is_denied(concern, seen):
        return None
    code = concept(child(seen, "value"), words, otherwise=_referred(seen, words))
    if code is None:
        return None
    found: Resource = {"resourceType": "Condition", "meta": profile("Condition"), "code": code}
    low, high = (moment(child(seen, "effectiveTime", end)) for end in ("low", "high"))
    state = "resolved" if high else _state(concern, seen)
    if state:
        found["clinicalStatus"] = _clinical("condition-clinical", state)
    if low:
        found["onsetDateTime"] = low
    if high:
        found["abatementDateTime"] = high
    return found


def allergy(act: Element, words: Words) -> Resource | None:
    """An allergy or intolerance: the agent if there is one, else what the observation itself says."""
    concern, seen = _inside(act)
    if seen is None or is_denied(concern, seen):
        return None
    agent = _agent(seen)
    said = concept(child(seen, "value"), words)
    name, line = text_of(child(agent, "name")), _referred(seen, words)
    code = concept(child(agent, "code"), words, name=name, otherwise=line) if agent is not None else None
    code = said if code is None or is_absent(said) else code
    if code is None:
        return None
    state = _state(concern, seen)
    found: Resource = {
        "resourceType": "AllergyIntolerance",
        "meta": profile("AllergyIntolerance"),
        "clinicalStatus": _clinical("allergyintolerance-clinical", state) if state else ABSENT,
        "code": code,
    }
    if (low := moment(child(seen, "effectiveTime", "low"))) is not None:
        found["onsetDateTime"] = low
    reactions = [one for one in (_reaction(one, words) for one in _related(seen, "MFST")) if one]
    if reactions:
        found["reaction"] = reactions
    for one in _related(seen, "SUBJ"):
        criticality = _CRITICALITIES.get(value(child(one, "value"), "code"))
        if criticality and value(child(one, "code"), "code") == "82606-5":
            found["criticality"] = criticality
    return found


def medicine(act: Element, words: Words) -> Resource | None:
    """A medicine that is taken, or was; how far that is known."""
    if name_of(act) != "substanceAdministration" or is_denied(act):
        return None
    said = concept(child(act, "code"), words)
    code = said if is_absent(said) else _product(act, words)
    if code is None:
        return None
    period = child(act, "effectiveTime")
    low, high = (moment(child(period, end)) for end in ("low", "high"))
    status = _TAKEN.get(value(child(act, "statusCode"), "code"), "unknown")
    found: Resource = {
        "resourceType": "MedicationStatement",
        "meta": profile("MedicationStatement"),
        "status": status,
        "medicationCodeableConcept": code,
    }
    if low or high:
        found["effectivePeriod"] = {name: one for name, one in (("start", low), ("end", high)) if one}
    else:
        found["_effectiveDateTime"] = ABSENT
    if dosage := _dosage(act, words):
        found["dosage"] = [dosage]
    return found


def _inside(act: Element) -> tuple[Element | None, Element | None]:
    """The act that follows a problem or an allergy, if there is one, and the observation itself."""
    if name_of(act) == "observation":
        return None, act
    if name_of(act) != "act":
        return None, None
    seen = next((one for one in _related(act, "SUBJ") if name_of(one) == "observation"), None)
    return act, seen


def _related(act: Element, kind: str) -> Iterator[Element]:
    for relation in children(act, "entryRelationship"):
        if relation.get("typeCode") == kind:
            yield from relation


def _referred(act: Element, words: Words) -> str:
    return original(child(act, "text"), words)


def _state(concern: Element | None, seen: Element) -> str:
    """Active, inactive or resolved as far as the source says so; else an empty text."""
    for relation in children(seen, "entryRelationship"):
        for one in children(relation, "observation"):
            if value(child(one, "code"), "code") == _STATUS_OBSERVATION:
                return _STATES.get(value(child(one, "value"), "code"), "")
    return "active" if value(child(concern, "statusCode"), "code") == "active" else ""


def _clinical(system: str, state: str) -> Resource:
    return {"coding": [{"system": f"{_CLINICAL}/{system}", "code": state}]}


def _agent(seen: Element) -> Element | None:
    for one in children(seen, "participant"):
        if one.get("typeCode") == "CSM":
            return child(one, "participantRole", "playingEntity")
    return None


def _reaction(seen: Element, words: Words) -> Resource | None:
    manifestation = concept(child(seen, "value"), words, otherwise=_referred(seen, words))
    if manifestation is None or is_denied(seen):
        return None
    found: Resource = {"manifestation": [manifestation]}
    for one in _related(seen, "SUBJ"):
        if severity := _SEVERITIES.get(value(child(one, "value"), "code")):
            found["severity"] = severity
    return found


def _product(act: Element, words: Words) -> Resource | None:
    material = child(act, "consumable", "manufacturedProduct", "manufacturedMaterial")
    name = text_of(child(material, "name"))
    return concept(child(material, "code"), words, name=name, otherwise=_referred(act, words))


def _dosage(act: Element, words: Words) -> Resource:
    found: Resource = {}
    for relation in children(act, "entryRelationship"):
        if text := original(child(child(relation, "supply"), "text"), words):
            found["text"] = text
    if (route := concept(child(act, "routeCode"), words)) is not None:
        found["route"] = route
    if (dose := quantity(child(act, "doseQuantity"))) is not None:
        found["doseAndRate"] = [{"doseQuantity": dose}]
    return found


product = _product
