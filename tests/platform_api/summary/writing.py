"""CDA documents as other people's software writes them, and what a summary says of them."""

import re
from typing import Any

from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.world import DOCTOR, Answer, Person, World

XML = "application/hl7-v3+xml"
OIDS = {"loinc": "2.16.840.1.113883.6.1", "sct": "2.16.840.1.113883.6.96", "atc": "2.16.840.1.113883.6.73"}
ABSENT_OID = "2.16.840.1.113883.5.1150.1"
PROBLEMS, ALLERGIES, MEDICINES, VACCINES = "11450-4", "48765-2", "10160-0", "11369-6"
REQUIRED = (PROBLEMS, ALLERGIES, MEDICINES)
BY_DOCTOR: dict[str, Any] = {"author": [{"reference": f"Practitioner/{DOCTOR}"}]}


def cda(*sections: str) -> bytes:
    """A document with these sections."""
    body = "".join(f"<component>{one}</component>" for one in sections)
    return (
        '<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<component><structuredBody>{body}</structuredBody></component></ClinicalDocument>"
    ).encode()


def section(code: str, text: str, *entries: str, title: str = "", more: str = "") -> str:
    """A section with its LOINC code, its narrative and its entries."""
    coded = f'<code code="{code}" codeSystem="{OIDS["loinc"]}"/>' if code else ""
    inside = "".join(f"<entry>{one}</entry>" for one in entries)
    return f"<section{more}>{coded}<title>{title}</title><text>{text}</text>{inside}</section>"


def problem(name: str, code: str = "38341003", *, more: str = "", inside: str = "") -> str:
    """A problem as an observation."""
    value = f'<value xsi:type="CD" code="{code}" codeSystem="{OIDS["sct"]}" displayName="{name}"/>'
    return f'<observation classCode="OBS" moodCode="EVN"{more}>{inside}{value}</observation>'


def allergy(name: str, code: str, *, system: str = OIDS["sct"], more: str = "", act: str = "active") -> str:
    """An allergy inside the act that follows it."""
    agent = f'<playingEntity><code code="{code}" codeSystem="{system}" displayName="{name}"/></playingEntity>'
    return (
        f'<act classCode="ACT" moodCode="EVN"><statusCode code="{act}"/><entryRelationship typeCode="SUBJ">'
        f'<observation classCode="OBS" moodCode="EVN"{more}><participant typeCode="CSM"><participantRole>'
        f"{agent}</participantRole></participant></observation></entryRelationship></act>"
    )


def medicine(name: str, code: str, *, status: str = "active", inside: str = "", mood: str = "INT") -> str:
    """A medicine, or with `mood` EVN something that was given."""
    material = f'<code code="{code}" codeSystem="{OIDS["atc"]}" displayName="{name}"/>'
    return (
        f'<substanceAdministration classCode="SBADM" moodCode="{mood}"><statusCode code="{status}"/>{inside}'
        f"<consumable><manufacturedProduct><manufacturedMaterial>{material}</manufacturedMaterial>"
        "</manufacturedProduct></consumable></substanceAdministration>"
    )


def usual(*, peanut: str = "Arachide") -> bytes:
    """A patient summary with the three sections that the IPS asks for."""
    return cda(
        section(PROBLEMS, "<paragraph>Hypertension</paragraph>", problem("Hypertension")),
        section(ALLERGIES, f"<paragraph>{peanut}</paragraph>", allergy(peanut, "762952008")),
        section(MEDICINES, "<paragraph>Ramipril</paragraph>", medicine("Ramipril 5 mg", "C09AA05")),
    )


def put(world: World, one: Person, content: bytes, **changes: Any) -> str:
    """Deposit a patient summary, or another kind of document; returns its id."""
    known = {"kind": "patient-summary", "media_type": XML, "title": "Résumé", **BY_DOCTOR}
    return world.deposit(one, content=content, **known | changes)


def summary(caller: Fhir, one: Person, **headers: str) -> Any:
    """The summary, as JSON."""
    answer: Answer = caller.get(f"Patient/{one.id}/$summary", **headers)
    assert answer.status == 200, answer
    return answer.json


def told(bundle: Any, code: str) -> Any:
    """The section with this code."""
    sections = bundle["entry"][0]["resource"]["section"]
    return next(one for one in sections if one["code"].get("coding", [{}])[0].get("code") == code)


def words(bundle: Any, code: str) -> str:
    """What a section says to a reader."""
    return " ".join(re.sub(r"<[^>]+>", " ", told(bundle, code)["text"]["div"]).split())


def of_type(bundle: Any, kind: str) -> list[Any]:
    """The resources of one type."""
    return [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind]


def names(bundle: Any, kind: str) -> list[str]:
    """How the resources of one type are called."""
    element = "medicationCodeableConcept" if kind == "MedicationStatement" else "code"
    return [one[element]["text"] for one in of_type(bundle, kind)]
