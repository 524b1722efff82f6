"""Finding documents: filters, words without accents in four languages, a sure order, pages without gaps (ITI-67)."""

import pytest

from platform_api.document_types import document_types
from tests.platform_api.world import HOSPITAL, LABORATORY, Api, Person, World


@pytest.fixture
def anne(world: World) -> Person:
    """Someone with six documents."""
    one = world.patient("Anne", "Reuter")
    rows = (
        ("Bilan général", "lab", LABORATORY, "2026-01-10T08:00:00+01:00"),
        ("Glycémie à jeun", "lab", LABORATORY, "2026-02-10T08:00:00+01:00"),
        ("Radio du thorax", "imaging", HOSPITAL, "2026-03-10T08:00:00+01:00"),
        ("Entlassungsbrief Kardiologie", "hospital-discharge", HOSPITAL, "2026-03-10T08:00:00+01:00"),
        ("Certificat de vaccination", "certificate", HOSPITAL, "2026-05-01T23:30:00+02:00"),
        ("Schlussfolgerungen", "medical-report", HOSPITAL, "2026-06-01T08:00:00+02:00"),
    )
    for title, kind, organisation, created in rows:
        custodian = {"reference": f"Organization/{organisation}"}
        world.deposit(one, title=title, kind=kind, custodian=custodian, creation=created)
    return one


@pytest.fixture
def me(world: World, anne: Person) -> Api:
    """Their browser."""
    return world.signed_in(anne)


def _titles(api: Api, **form) -> list[str]:
    answer = api.search(patient="self", **form)
    assert answer.status == 200, answer
    return [entry["resource"]["content"][0]["attachment"]["title"] for entry in answer.json.get("entry", [])]


def test_the_newest_comes_first(me: Api):
    titles = _titles(me)
    assert titles[0] == "Schlussfolgerungen"
    assert titles[-1] == "Bilan général"
    assert len(titles) == 6


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ({"category": "laboratory"}, {"Bilan général", "Glycémie à jeun"}),
        ({"category": "laboratory,imaging"}, {"Bilan général", "Glycémie à jeun", "Radio du thorax"}),
        ({"type": "imaging"}, {"Radio du thorax"}),
        ({"custodian": f"Organization/{LABORATORY}"}, {"Bilan général", "Glycémie à jeun"}),
        ({"creation": "ge2026-05-01"}, {"Certificat de vaccination", "Schlussfolgerungen"}),
        ({"creation": "le2026-01-10"}, {"Bilan général"}),
        ({"creation": ["ge2026-03-10", "le2026-03-10"]}, {"Radio du thorax", "Entlassungsbrief Kardiologie"}),
        ({"creation": ["ge2026-05-01", "le2026-05-01"]}, {"Certificat de vaccination"}),
        ({"creation": "le2026-05-01", "category": "administrative"}, {"Certificat de vaccination"}),
        ({"category": "nothing-of-the-kind"}, set()),
        ({"custodian": "Organization/none"}, set()),
    ],
    ids=lambda given: str(sorted(given) if isinstance(given, set) else given),  # a set has no sure order
)
def test_filters(me: Api, form: dict, found: set[str]):
    assert set(_titles(me, **form)) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("glycemie", "Glycémie à jeun"),
        ("GLYCÉMIE", "Glycémie à jeun"),
        ("jeun glyc", "Glycémie à jeun"),
        ("general", "Bilan général"),
        ("kardio", "Entlassungsbrief Kardiologie"),
        ("  radio  ", "Radio du thorax"),
        (document_types()["imaging"].labels["de"], "Radio du thorax"),
        (document_types()["imaging"].labels["lb"].upper(), "Radio du thorax"),
    ],
)
def test_words_without_accents_and_in_any_language(me: Api, words: str, found: str):
    assert found in _titles(me, _content=words)


@pytest.mark.parametrize("words", ["glycemie radio", "%", "_", "xyzzy", "général général xyz", "\u0000"])
def test_words_that_do_not_all_stand_there_find_nothing(me: Api, words: str):
    assert _titles(me, _content=words) == []


def test_an_organisation_is_found_by_its_name(me: Api):
    assert set(_titles(me, _content="labo sure")) == {"Bilan général", "Glycémie à jeun"}


def test_pages_have_no_gap_and_no_repetition(world: World, me: Api):
    seen: list[str] = []
    for offset in (0, 2, 4):
        bundle = me.search(patient="self", _count="2", _offset=str(offset)).json
        assert bundle["total"] == 6
        relations = {link["relation"] for link in bundle["link"]}
        assert ("next" in relations) == (offset < 4)
        assert ("previous" in relations) == (offset > 0)
        seen += [entry["resource"]["id"] for entry in bundle["entry"]]
    assert len(set(seen)) == len(seen) == 6
    assert me.search(patient="self", _offset="600").json.get("entry", []) == []


def test_many_documents_of_one_moment_are_paged_in_a_sure_order(world: World):
    bert = world.patient("Bert", "Klein")
    for number in range(12):
        world.deposit(bert, title=f"Document {number}", creation="2026-01-01T00:00:00+01:00")
    me = world.signed_in(bert)
    for sort in ("-date", "date", "type", "-author", "custodian", "nonsense"):
        pages = [t for offset in (0, 5, 10) for t in _titles(me, _sort=sort, _count="5", _offset=str(offset))]
        assert len(set(pages)) == 12, sort


def test_sorting(me: Api):
    assert _titles(me, _sort="date") == list(reversed(_titles(me, _sort="-date"))) or (
        _titles(me, _sort="date")[0] == "Bilan général"
    )
    by_place = _titles(me, _sort="custodian")
    assert set(by_place[-2:]) == {"Bilan général", "Glycémie à jeun"}, (
        "Labo Sûre comes after Centre hospitalier"
    )


def test_how_many_each_organisation_has(me: Api):
    bundle = me.search(patient="self", _facets="organisation", category="imaging").json
    counts = {
        part["extension"][0]["valueReference"]["display"]: part["extension"][1]["valueInteger"]
        for part in bundle["link"][0]["extension"]
    }
    assert counts == {"Centre hospitalier Pétrusse": 4, "Labo Sûre": 2}, "whatever else is filtered"


@pytest.mark.parametrize(
    "form",
    [
        {"_count": "-1"},
        {"_count": "x"},
        {"_count": "99999999999"},
        {"_offset": "1e3"},
        {"_offset": "٣"},
        {"date": "yesterday"},
        {"creation": "yesterday"},
        {"creation": "ge2026-13-01"},
        {"creation": "zz2026-01-01"},
        {"patient": ["self", "Patient/other"]},
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused(me: Api, form: dict):
    answer = me.search(**{"patient": "self", **form})
    assert (answer.status, answer.reason) == (400, "malformed_request")


def test_asking_for_nobodys_documents_is_refused(me: Api):
    assert me.search().reason == "malformed_request"
    assert me.search(patient="").status in (400, 404)


def test_no_more_than_a_hundred_at_once(me: Api):
    assert me.search(patient="self", _count="5000").status == 200


def test_search_words_never_reach_the_trail(world: World, anne: Person, me: Api):
    me.search(patient="self", _content="hépatite")
    entry = world.entries(anne.id)[-1]
    assert (entry["action"], entry["outcome"]) == ("document.list", "allowed")
    assert "hépatite" not in str(entry)
    assert "hepatite" not in str(entry)


def test_type_names_come_in_the_language_of_the_reader(world: World, anne: Person):
    for language in ("fr", "de", "lb", "en"):
        me = world.signed_in(anne)
        me.language = language
        resource = me.search(patient="self", type="imaging").json["entry"][0]["resource"]
        assert resource["type"]["coding"][0]["display"] == document_types()["imaging"].labels[language]


def test_a_replaced_document_leaves_the_list(world: World, anne: Person, me: Api):
    old = me.search(patient="self", type="imaging").json["entry"][0]["resource"]["id"]
    relation = [{"code": "replaces", "target": {"reference": f"DocumentReference/{old}"}}]
    new = world.deposit(anne, title="Radio, corrigée", kind="imaging", relatesTo=relation)
    assert _titles(me, type="imaging") == ["Radio, corrigée"]
    assert set(_titles(me, type="imaging", status="current,superseded")) == {
        "Radio, corrigée",
        "Radio du thorax",
    }
    assert me.get(f"/fhir/DocumentReference/{old}").json["status"] == "superseded"
    assert me.get(f"/fhir/DocumentReference/{new}").json["relatesTo"][0]["code"] == "replaces"
