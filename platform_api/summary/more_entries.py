"""The coded entries of the sections that a summary may have besides: vaccinations, procedures, results, devices."""

from platform_api.cda_xml import Element
from platform_api.summary.cda import child, children, name_of, text_of, value
from platform_api.summary.codes import ABSENT, Resource, Words, concept, kind_of, moment, quantity
from platform_api.summary.entries import is_denied, product, profile

_DONE = {"completed": "completed", "active": "in-progress", "aborted": "stopped", "suspended": "on-hold"}
_USED = {"active": "active", "aborted": "stopped", "suspended": "on-hold"}


def immunization(act: Element, words: Words) -> Resource | None:
    """A vaccine that was given; one that is only planned gives no resource."""
    given = value(child(act, "statusCode"), "code") == "completed" and act.get("moodCode") == "EVN"
    if name_of(act) != "substanceAdministration" or not given or is_denied(act):
        return None
    code = product(act, words)
    if code is None:
        return None
    found: Resource = {
        "resourceType": "Immunization",
        "meta": profile("Immunization"),
        "status": "completed",
        "vaccineCode": code,
    }
    when = _when(act)
    found |= {"occurrenceDateTime": when} if when else {"_occurrenceDateTime": ABSENT}
    material = child(act, "consumable", "manufacturedProduct", "manufacturedMaterial")
    if lot := text_of(child(material, "lotNumberText")):
        found["lotNumber"] = lot
    return found


def procedure(act: Element, words: Words) -> Resource | None:
    """An operation or another procedure that was done."""
    if name_of(act) not in ("procedure", "act", "observation") or is_denied(act):
        return None
    if act.get("moodCode", "EVN") != "EVN":
        return None
    code = concept(child(act, "code"), words)
    if code is None:
        return None
    when = _when(act)
    return {
        "resourceType": "Procedure",
        "meta": profile("Procedure"),
        "status": _DONE.get(value(child(act, "statusCode"), "code"), "unknown"),
        "code": code,
        **({"performedDateTime": when} if when else {"_performedDateTime": ABSENT}),
    }


def device(act: Element, words: Words) -> Resource | None:
    """A device that somebody wears or carries; whether it is still in use only as far as the source says so."""
    if name_of(act) not in ("supply", "procedure") or is_denied(act):
        return None
    for one in children(act, "participant"):
        playing = child(one, "participantRole", "playingDevice")
        kind = concept(child(playing, "code"), words, name=text_of(child(playing, "manufacturerModelName")))
        if kind is not None:
            return _used(act, kind)
    return None


def result(act: Element, words: Words) -> Resource | None:
    """One measurement or finding, with its value as it was written."""
    if name_of(act) != "observation" or is_denied(act):
        return None
    code = concept(child(act, "code"), words)
    measured = _value(child(act, "value"), words)
    if code is None or not measured:
        return None
    when = moment(child(act, "effectiveTime")) or moment(child(act, "effectiveTime", "low"))
    status = "final" if value(child(act, "statusCode"), "code") == "completed" else "unknown"
    found: Resource = {"resourceType": "Observation", "status": status, "code": code, **measured}
    found |= {"effectiveDateTime": when} if when else {"_effectiveDateTime": ABSENT}
    if (flag := concept(child(act, "interpretationCode"), words)) is not None:
        found["interpretation"] = [flag]
    limits = text_of(child(act, "referenceRange", "observationRange", "text"))
    if limits:
        found["referenceRange"] = [{"text": limits}]
    return found


def _used(act: Element, kind: Resource) -> Resource:
    state = _USED.get(value(child(act, "statusCode"), "code"))
    when = _when(act)
    return {
        "resourceType": "DeviceUseStatement",
        "meta": profile("DeviceUseStatement"),
        **({"status": state} if state else {"_status": ABSENT}),
        **({"timingDateTime": when} if when else {"_timingDateTime": ABSENT}),
        "device": {"resourceType": "Device", "meta": profile("Device"), "type": kind},
    }


def _when(act: Element) -> str | None:
    time = child(act, "effectiveTime")
    return next(
        (one for one in map(moment, (time, child(time, "low"), child(time, "center"))) if one is not None),
        None,
    )


def _value(measured: Element | None, words: Words) -> Resource:
    if measured is None:
        return {}
    kind = kind_of(measured)
    if kind == "PQ" and (found := quantity(measured)) is not None:
        return {"valueQuantity": found}
    if kind in ("CD", "CE", "CO", "CV"):
        code = concept(measured, words)
        return {"valueCodeableConcept": code} if code else {}
    text = text_of(measured) or " ".join(filter(None, (value(measured, "value"), value(measured, "unit"))))
    return {"valueString": text} if text else {}
