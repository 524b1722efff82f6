"""The code systems in four languages, their value sets, $expand and $lookup: for anyone."""

import pytest

from platform_api.vocabulary import DOCUMENT_TYPE_SYSTEM, FHIR_BASE
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.world import World

URL = f"{FHIR_BASE}/ValueSet/document-types"


@pytest.fixture
def anyone(world: World) -> Fhir:
    """Somebody without a token."""
    return Fhir(world.anyone())


def test_the_27_types_in_the_language_asked_for(anyone: Fhir):
    for language, label in (
        ("fr", "Résultats d’examens biologiques"),
        ("de", "Laborergebnisse"),
        ("lb", "Resultater aus dem Labo"),
        ("en", "Laboratory results"),
    ):
        expanded = anyone.get(f"ValueSet/$expand?url={URL}&displayLanguage={language}").json["expansion"]
        assert expanded["total"] == len(expanded["contains"]) == 27
        assert {one["code"]: one["display"] for one in expanded["contains"]}["lab"] == label
        assert all(
            len({name["language"] for name in one["designation"]}) == 4 for one in expanded["contains"]
        )


def test_an_expansion_is_filtered_and_paged(anyone: Fhir):
    found = anyone.get("ValueSet/document-types/$expand?filter=labor&displayLanguage=de").json["expansion"]
    assert "lab" in {one["code"] for one in found["contains"]}
    page = anyone.get(f"ValueSet/$expand?url={URL}&count=5&offset=25").json["expansion"]
    assert (page["total"], page["offset"], len(page["contains"])) == (27, 25, 2)
    assert anyone.get("ValueSet/$expand?url=http://other.example").status == 404
    assert anyone.get(f"ValueSet/$expand?url={URL}&count=x").status == 400


def test_lookup_by_address_and_by_parameters(anyone: Fhir, world: World):
    path = f"/fhir/CodeSystem/$lookup?system={DOCUMENT_TYPE_SYSTEM}&code=lab&displayLanguage=en"
    told = world.anyone().get(path).json["parameter"]
    assert {"name": "display", "valueString": "Laboratory results"} in told
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "system", "valueUri": DOCUMENT_TYPE_SYSTEM},
            {"name": "code", "valueCode": "lab"},
            {"name": "displayLanguage", "valueCode": "en"},
        ],
    }
    assert world.anyone().post("/fhir/CodeSystem/$lookup", body).json["parameter"] == told
    assert anyone.get(f"CodeSystem/$lookup?system={DOCUMENT_TYPE_SYSTEM}&code=none").status == 404
    for broken in ([1], {"parameter": 1}, {"parameter": [1]}):
        assert world.anyone().post("/fhir/CodeSystem/$lookup", broken).status == 400


def test_systems_and_sets_are_found(anyone: Fhir):
    for kind in ("CodeSystem", "ValueSet"):
        assert anyone.get(kind).json["total"] == 4
        assert anyone.get(f"{kind}?name=document").json["total"] == 2
        assert anyone.get(f"{kind}?status=draft").json["total"] == 0
        assert anyone.get(f"{kind}/document-types").json["resourceType"] == kind
        assert anyone.get(f"{kind}/none").status == 404
    assert anyone.get(f"CodeSystem?url={DOCUMENT_TYPE_SYSTEM}").json["entry"][0]["resource"]["count"] == 27
