"""The holder's own statement in a summary: its lines in the holder's words, and by whom they are stated."""

from platform_api.cda_xml import Element
from platform_api.summary.cda import child, codes_of, text_of, value
from platform_api.summary.codes import ABSENT, Resource, kind_of
from platform_api.summary.entries import profile
from platform_api.vocabulary import STATEMENT_OID


def is_own(section: Element) -> bool:
    """Whether it is a section of a statement that was written here."""
    return any(system == STATEMENT_OID for system, _code in codes_of(section))


def stated(section_code: str, acts: list[Element]) -> list[Resource]:
    """The lines of allergies, medicines and implants as resources without any code."""
    make = _MAKERS.get(section_code)
    lines = [text_of(child(act, "value")) for act in acts if _is_line(act)]
    return [make({"text": one}) for one in lines if one] if make else []


def _is_line(act: Element) -> bool:
    measured = child(act, "value")
    return measured is not None and kind_of(measured) == "ST" and bool(value(child(act, "code"), "code"))


def _allergy(code: Resource) -> Resource:
    return {
        "resourceType": "AllergyIntolerance",
        "meta": profile("AllergyIntolerance"),
        "clinicalStatus": ABSENT,
        "code": code,
    }


def _medicine(code: Resource) -> Resource:
    return {
        "resourceType": "MedicationStatement",
        "meta": profile("MedicationStatement"),
        "status": "unknown",
        "medicationCodeableConcept": code,
        "_effectiveDateTime": ABSENT,
    }


def _device(code: Resource) -> Resource:
    return {
        "resourceType": "DeviceUseStatement",
        "meta": profile("DeviceUseStatement"),
        "_status": ABSENT,
        "_timingDateTime": ABSENT,
        "device": {"resourceType": "Device", "meta": profile("Device"), "type": code},
    }


_MAKERS = {"48765-2": _allergy, "10160-0": _medicine, "46264-8": _device}
