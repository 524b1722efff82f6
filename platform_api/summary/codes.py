"""Codes, moments and quantities of CDA as FHIR's: kept as they came, and never guessed."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Raw

from platform_api.cda_xml import TYPE_ATTRIBUTE, Element
from platform_api.fhir.document_reference import LOINC
from platform_api.summary.cda import LOINC_OID, child, children, line, text_of, value

Resource = dict[str, Any]
Words = dict[str, str]
"""The narrative's words by the identifier that entries refer to."""
ABSENT_OID = "2.16.840.1.113883.5.1150.1"
SNOMED = "http://snomed.info/sct"
_SYSTEMS = {
    LOINC_OID: LOINC,
    "2.16.840.1.113883.6.96": SNOMED,
    "2.16.840.1.113883.6.73": "http://www.whocc.no/atc",
    "2.16.840.1.113883.6.3": "http://hl7.org/fhir/sid/icd-10",
    "2.16.840.1.113883.6.90": "http://hl7.org/fhir/sid/icd-10-cm",
    "2.16.840.1.113883.6.88": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "2.16.840.1.113883.6.8": "http://unitsofmeasure.org",
    "2.16.840.1.113883.12.292": "http://hl7.org/fhir/sid/cvx",
    "2.16.840.1.113883.4.9": "http://fdasis.nlm.nih.gov",
    "2.16.840.1.113883.5.4": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "2.16.840.1.113883.5.83": "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
    "2.16.840.1.113883.5.112": "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration",
    "0.4.0.127.0.16.1.1.2.1": "http://standardterms.edqm.eu",
    ABSENT_OID: "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips",
}
_OID = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+", re.ASCII)
_MOMENT = re.compile(r"(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:\.\d+)?([+-]\d{4})?", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,12})?", re.ASCII)
_TOKEN = re.compile(r"[^\s]+( [^\s]+)*")
ABSENT = {
    "extension": [
        {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
    ]
}
"""What FHIR wants to be told and the source does not tell."""


def concept(coded: Element | None, words: Words, *, name: str = "", otherwise: str = "") -> Resource | None:
    """The codes of an element with the words of the source beside them; None when it says nothing.

    The main code first, then its translations. Without words of its own the text is the `name`, else the code's
    designation, else `otherwise`: what the entry refers to may be a whole line of a table.
    """
    codings = [one for one in map(_coding, _alternatives(coded)) if one]
    text = original(child(coded, "originalText"), words) or name
    text = text or next((one["display"] for one in codings if "display" in one), otherwise)
    found: Resource = {"coding": codings} if codings else {}
    if text:
        found["text"] = text
    return found or None


def original(text: Element | None, words: Words) -> str:
    """The words that a text holds, or refers to in the narrative."""
    if text is None:
        return ""
    reference = child(text, "reference")
    referred = words.get(value(reference, "value").removeprefix("#"), "") if reference is not None else ""
    return (referred or text_of(text))[:2000]


def is_absent(found: Resource | None) -> bool:
    """Whether the source itself says, as a code, that there is nothing or that nothing is known."""
    absent = _SYSTEMS[ABSENT_OID]
    return any(one.get("system") == absent for one in (found or {}).get("coding", ()))


def moment(element: Element | None) -> str | None:
    """A FHIR dateTime, as exact as the source; None for anything else."""
    found = _MOMENT.fullmatch(value(element, "value"))
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    if not _is_day(year, month, day):
        return None
    text = "-".join(part for part in (year, month, day) if part)
    if hour is None or minute is None or zone is None or int(hour) > 23 or int(minute) > 59:
        return text  # without a time zone the hour says nothing sure
    seconds = second if second is not None and int(second) < 60 else "00"
    return f"{text}T{hour}:{minute}:{seconds}{zone[:3]}:{zone[3:]}"


def quantity(element: Element | None) -> Resource | None:
    """A number with its unit (PQ); None for anything else."""
    number = value(element, "value")
    if not _NUMBER.fullmatch(number):
        return None
    found: Resource = {"value": Raw(number.encode())}  # as it is written: 1.10 stays 1.10
    unit = value(element, "unit")
    if unit and unit != "1":
        found["unit"] = unit
    if unit and unit != "1" and not re.search(r"\s", unit) and unit.isascii():
        found |= {"system": "http://unitsofmeasure.org", "code": unit}
    return found


def kind_of(element: Element) -> str:
    """The data type of a value (`xsi:type`), without any prefix."""
    return str(element.get(TYPE_ATTRIBUTE, "")).rpartition(":")[2]


def _alternatives(coded: Element | None) -> Iterator[Element]:
    if coded is not None:
        yield coded
        for one in children(coded, "translation"):
            yield from _alternatives(one)


def _coding(coded: Element) -> Resource | None:
    code, system = value(coded, "code"), value(coded, "codeSystem")
    if not code or not _TOKEN.fullmatch(code) or not _OID.fullmatch(system):
        return None
    found: Resource = {"system": _SYSTEMS.get(system, f"urn:oid:{system}"), "code": code}
    version, display = line(coded.get("codeSystemVersion")), line(coded.get("displayName"))
    if version:
        found["version"] = version
    if display:
        found["display"] = display
    return found


def _is_day(year: str, month: str | None, day: str | None) -> bool:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True
