"""Right bundles of other people: the conformance cases with their one fault mended, and IHE's own examples."""

import json
from typing import Any

import pytest

from tests.platform_api.provide.bundles import MHD, depositing
from tests.platform_api.provide.conformance import FOLDER, Case, cases
from tests.platform_api.world import World

EXAMPLES = FOLDER.parent / "mhd"


@pytest.mark.skipif(not cases(), reason=f"the public cases are not at {FOLDER}")
def test_a_case_whose_only_fault_is_mended_is_taken(world: World):
    anne, hospital = world.patient(), depositing(world)
    mended: dict[str, Any] = Case("minimal__Bad_Profile", "", "", "").bundle(anne.id, {})
    mended["meta"]["profile"] = [f"{MHD}IHE.MHD.Comprehensive.ProvideBundle"]
    answer = hospital.post("/fhir", mended)
    assert answer.status == 200, answer
    row = world.documents(anne)[0]
    assert (row["type_code"], row["language"]) == ("education", "en-US")


@pytest.mark.skipif(not EXAMPLES.exists(), reason=f"the public examples are not at {EXAMPLES}")
@pytest.mark.parametrize(
    "name", ["comprehensiveProvideDocumentBundleSimple", "minimalProvideDocumentBundleSimple"]
)
def test_an_example_of_ihe_is_taken_for_a_patient_of_ours(world: World, name: str):
    anne, hospital = world.patient(), depositing(world)
    text = (EXAMPLES / f"Bundle-ex-{name}.json").read_text(encoding="utf-8")
    given = json.loads(text.replace("Patient/ex-patient", f"Patient/{anne.id}"))
    for entry in given["entry"]:
        if entry["resource"]["resourceType"] == "Patient":
            entry["resource"]["identifier"] = [{"system": "urn:oid:1.3.182.4.4", "value": anne.matricule}]
    answer = hospital.post("/fhir", given)
    assert answer.status == 200, answer
    assert len(answer.json["entry"]) == len(given["entry"])
