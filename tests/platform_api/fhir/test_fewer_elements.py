"""`_elements` and `_summary` of every search and read: what was asked, what must be, and a mark that it is not all."""

import pytest

from tests.platform_api.fhir.doctor import Fhir, self_link
from tests.platform_api.world import DOCTOR, Person

SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
STRICT = "handling=strict"
SEARCHES = {
    "DocumentReference?patient={anne}&_elements=date": {"date", "status", "content"},
    "List?patient={anne}&_elements=date": {"date", "status", "mode"},
    "AuditEvent?patient={anne}&date=ge2020&_elements=recorded": {"type", "recorded", "agent", "source"},
    "Patient?_id={anne}&_elements=name": {"name"},
    "Practitioner?_elements=name": {"name"},
    "PractitionerRole?_elements=code": {"code"},
    "Organization?_elements=Organization.name": {"name"},
    "Location?_elements=name": {"name"},
    "Device?_elements=status": {"status"},
    "CodeSystem?_elements=name": {"name", "status", "content"},
    "ValueSet?_elements=name": {"name", "status"},
}


def resources(answer) -> list[dict]:
    assert answer.status == 200, answer
    found = answer.json.get("entry")
    assert found
    return [entry["resource"] for entry in found]


@pytest.mark.parametrize("path", SEARCHES)
def test_a_search_gives_the_elements_asked_for_and_the_mandatory_ones(
    treating: Fhir, anne: Person, path: str
):
    treating.get(f"Patient/{anne.id}")  # there is something in the journal
    for one in resources(treating.get(f"{path.format(anne=anne.id)},nothing")):
        assert set(one) == {"resourceType", "id", "meta", *SEARCHES[path]}
        assert SUBSETTED in one["meta"]["tag"]


def test_a_read_gives_them_too(treating: Fhir, anne: Person):
    one = treating.get(f"Practitioner/{DOCTOR}?_elements=name").json
    assert set(one) == {"resourceType", "id", "meta", "name"}
    assert SUBSETTED in one["meta"]["tag"]
    whole = treating.get(f"Practitioner/{DOCTOR}")
    assert "identifier" in whole.json
    assert SUBSETTED not in whole.json.get("meta", {}).get("tag", [])


def test_both_have_the_version_of_the_whole(treating: Fhir):
    part, whole = (treating.get(f"Practitioner/{DOCTOR}{asked}") for asked in ("?_elements=name", ""))
    assert part.headers["etag"] == whole.headers["etag"]


def test_the_summary_has_what_r4_counts_to_it(treating: Fhir, anne: Person):
    for one in resources(treating.get(f"DocumentReference?patient={anne.id}&_summary=true")):
        assert {"masterIdentifier", "type", "author", "securityLabel"} <= set(one)
        assert not {"custodian", "text"} & set(one)
        assert "facilityType" not in one.get("context", {})
        assert one["content"][0]["attachment"]["hash"]


def test_the_text_comes_with_what_is_mandatory_and_data_without_the_text(treating: Fhir, anne: Person):
    text, data = (
        resources(treating.get(f"DocumentReference?patient={anne.id}&_summary={asked}"))[0]
        for asked in ("text", "data")
    )
    assert set(text) == {"resourceType", "id", "meta", "status", "content"}
    assert {"author", "custodian", "context"} <= set(data)
    assert SUBSETTED in data["meta"]["tag"]


def test_what_is_named_of_a_content_comes_whole(treating: Fhir, anne: Person):
    content = resources(treating.get(f"DocumentReference?patient={anne.id}&_elements=content"))[0]["content"][
        0
    ]
    assert content["attachment"]["hash"]
    assert content["format"]


def test_what_is_brought_along_stays_whole(treating: Fhir):
    answer = treating.get("PractitionerRole?_include=PractitionerRole:practitioner&_elements=code")
    whole = [entry["resource"] for entry in answer.json["entry"] if entry["search"]["mode"] == "include"]
    assert whole
    assert all("identifier" in one for one in whole)


def test_xml_and_post_are_cut_alike(treating: Fhir, anne: Person):
    form = {"patient": anne.id, "_elements": "date"}
    answer = treating.post("DocumentReference/_search", form, Accept="application/fhir+xml")
    assert answer.status == 200
    assert b"<date " in answer.data
    assert b"<author" not in answer.data


@pytest.mark.parametrize("path", ["Practitioner", f"Practitioner/{DOCTOR}", "metadata"])
@pytest.mark.parametrize("asked", ["_elements=shoe", "_elements=name,shoe", "_summary=nonsense"])
def test_a_bad_value_is_left_out_or_on_demand_refused(treating: Fhir, path: str, asked: str):
    assert treating.get(f"{path}?{asked}").status == 200
    refused = treating.get(f"{path}?{asked}", Prefer=STRICT)
    assert (refused.status, refused.reason) == (400, "malformed_request")
    assert refused.json["resourceType"] == "OperationOutcome"


def test_the_links_tell_which_elements_were_understood(treating: Fhir):
    answer = treating.get("Practitioner?_elements=name,shoe")
    assert self_link(answer).endswith("?_elements=name")
    assert self_link(treating.get("Practitioner?_summary=true")).endswith("?_summary=true")


def test_a_count_is_of_searches_alone(treating: Fhir):
    assert treating.get(f"Practitioner/{DOCTOR}?_summary=count").json["name"]
    assert treating.get(f"Practitioner/{DOCTOR}?_summary=count", Prefer=STRICT).status == 400
    assert treating.get("metadata?_summary=true").json["fhirVersion"] == "4.0.1"
