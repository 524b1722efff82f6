"""ITI-66: each deposit is a submission set, shown with the members that the reader may see."""

from platform_api.vocabulary import DOCUMENT_TYPE_SYSTEM
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.world import Person, World


def _sets(api: Fhir, anne: Person, asked: str = "") -> list[dict]:
    answer = api.get(f"List?patient={anne.id}&status=current&{asked}")
    assert answer.status == 200, answer
    return [entry["resource"] for entry in answer.json.get("entry", [])]


def test_the_holder_sees_three_sets_a_doctor_two(holder: Fhir, treating: Fhir, anne: Person):
    assert len(_sets(holder, anne)) == 3
    assert len(_sets(treating, anne)) == 2


def test_a_set_is_one_by_the_profile(holder: Fhir, anne: Person):
    for one in _sets(holder, anne):
        assert (one["mode"], one["status"]) == ("working", "current")
        assert one["code"]["coding"][0]["code"] == "submissionset"
        assert {extension["url"].rpartition("/")[2] for extension in one["extension"]} == {
            "ihe-sourceId",
            "ihe-designationType",
        }
        assert one["entry"][0]["item"]["reference"].startswith("DocumentReference/")


def test_each_parameter(holder: Fhir, anne: Person):
    first = _sets(holder, anne)[0]
    unique, entry = (identifier["value"] for identifier in first["identifier"])
    for asked in (f"_id={first['id']}", f"identifier={unique}", f"identifier=urn:ietf:rfc:3986|{entry}"):
        assert [one["id"] for one in _sets(holder, anne, asked)] == [first["id"]]
    for asked, number in (
        ("code=https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes|submissionset", 3),
        ("code=folder", 0),
        ("date=ge2026-01-01", 3),
        ("date=lt2026-01-01", 0),
        ("sourceId=hospital-of-the-world", 3),
        ("sourceId=another", 0),
        (f"designationType={DOCUMENT_TYPE_SYSTEM}|lab", 1),
        ("source.family=muller", 1),
        ("source.given=zo", 0),
        ("_summary=count", 0),
    ):
        assert len(_sets(holder, anne, asked)) == number, asked


def test_one_set_by_its_address(holder: Fhir, treating: Fhir, anne: Person, world: World):
    assert all(holder.get(f"List/{one['id']}").status == 200 for one in _sets(holder, anne))
    hidden = {one["id"] for one in _sets(holder, anne)} - {one["id"] for one in _sets(treating, anne)}
    refused = {treating.get(f"List/{one}").told for one in (*hidden, "nothing")}
    assert {status for status, _body in refused} == {404}
    assert len(refused) == 1
