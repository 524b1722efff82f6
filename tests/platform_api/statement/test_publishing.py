"""Publishing: two linked documents or nothing, one effect, corrected, withdrawn and brought back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from platform_api.models import Statement
from platform_api.vocabulary import STATEMENT_TEMPLATE, DossierState, Right
from tests.platform_api.statement.writing import PATH, PDF, WHOLE, publish, save, state
from tests.platform_api.world import DOCTOR, Api, Person, World
from tests.support.clock import Clock

_NS = {"v3": "urn:hl7-org:v3"}


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient()


@pytest.fixture
def me(world: World, anne: Person) -> Api:
    return world.signed_in(anne)


def _cda(api: Api, document_id: str) -> etree._Element:
    answer = api.get(f"/fhir/Binary/{document_id}")
    assert answer.status == 200, answer
    return etree.fromstring(answer.data)


def _at(root: etree._Element, path: str) -> etree._Element:
    found = root.find(path, _NS)
    assert found is not None, path
    return found


def _told(root: etree._Element) -> str:
    return "".join(str(text) for text in _at(root, ".//v3:structuredBody").itertext())


def test_a_statement_becomes_two_linked_documents(world: World, anne: Person, me: Api):
    done = publish(me, save(me, content=WHOLE)).json
    coded, printed = (
        me.get(f"/fhir/DocumentReference/{done[name]}").json for name in ("document_id", "pdf_id")
    )
    assert [one["type"]["coding"][0]["code"] for one in (coded, printed)] == ["holder", "holder"]
    assert coded["author"] == [{"reference": f"Patient/{anne.id}"}]
    assert printed["relatesTo"] == [
        {"code": "transforms", "target": {"reference": f"DocumentReference/{done['document_id']}"}}
    ]
    assert [one["content"][0]["attachment"]["language"] for one in (coded, printed)] == ["fr", "fr"]
    assert me.get(f"/fhir/Binary/{done['pdf_id']}").data == PDF
    assert state(me)["drafts"] == []
    assert state(me)["published"]["number"] == 1
    assert all(row["by_patient"] for row in world.documents(anne))


def test_the_coded_document_holds_every_part_and_every_choice(me: Api):
    done = publish(me, save(me, content=WHOLE)).json
    root = _cda(me, done["document_id"])
    assert _at(root, "v3:templateId").get("root") == STATEMENT_TEMPLATE
    sections = root.findall(".//v3:section/v3:code", _NS)
    assert [code.get("code") for code in sections] == [
        "what-matters", "contacts", "trusted-person", "allergies", "implants", "medicines", "communication",
        "end-of-life", "organ-donation", "free-text", "about",
    ]  # fmt: skip
    values = {
        (_at(one, "v3:code").get("code"), value.get("code") or value.text)
        for one in root.iterfind(".//v3:entry/v3:observation", _NS)
        if (value := one.find("v3:value", _NS)) is not None
    }
    assert {
        ("organ-donation", "donation-yes"),
        ("advance-directive", "directive-and-provisions"),
        ("communication", "hearing"),
        ("interpreter-language", "pt"),
        ("allergies", "Noix"),
        ("directive-where", "Chez Me Weber, à Diekirch"),
    } <= values
    told = _told(root)
    assert "[donation-yes]" in told
    assert "[notice-end-of-life]" in told
    assert "Mon chat Félix." in told


def test_a_doctor_in_the_circle_reads_it_and_a_blocked_one_gets_nothing(world: World, anne: Person, me: Api):
    done = publish(me, save(me, content=WHOLE)).json
    doctor, blocked = world.doctor(), world.doctor("2999000033")
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    world.decide(anne.id, Right.CIRCLE, "2999000033")
    world.decide(anne.id, Right.BLOCK, "2999000033")
    found = doctor.search(patient=f"Patient/{anne.id}", status="current").json
    assert {entry["resource"]["id"] for entry in found["entry"]} == {done["document_id"], done["pdf_id"]}
    assert _cda(doctor, done["document_id"]).tag.endswith("ClinicalDocument")
    for path in (f"/fhir/DocumentReference/{done['document_id']}", f"/fhir/Binary/{done['document_id']}"):
        assert blocked.get(path).told == blocked.get(path.replace(done["document_id"], "0000")).told
        assert blocked.get(path).status == 404
    assert blocked.search(patient=f"Patient/{anne.id}").status == 404


def test_a_correction_replaces_and_the_old_version_stays_readable(me: Api):
    first = publish(me, save(me, "Ruhe")).json
    second = publish(me, save(me, "Ruhe und Musik"), replaces=1).json
    old = me.get(f"/fhir/DocumentReference/{first['document_id']}").json
    assert old["status"] == "superseded"
    assert me.get(f"/fhir/DocumentReference/{first['pdf_id']}").json["status"] == "superseded"
    assert second["number"] == 2
    one, other = _cda(me, first["document_id"]), _cda(me, second["document_id"])
    assert _at(one, "v3:setId").get("root") == _at(other, "v3:setId").get("root")
    parent = _at(other, "v3:relatedDocument/v3:parentDocument/v3:id")
    assert parent.get("root") == _at(one, "v3:id").get("root")


def test_who_corrects_what_was_corrected_meanwhile_is_told(me: Api):
    publish(me, save(me, "Ruhe"))
    publish(me, save(me, "Musik"), replaces=1)
    draft = save(me, "Stille")
    refused = publish(me, draft, replaces=1)
    assert (refused.status, refused.reason) == (409, "statement_changed")
    assert publish(me, draft, replaces=2).status == 200


def test_a_draft_that_went_on_is_not_published_unseen(world: World, me: Api):
    seen = save(me, "Ruhe", tab="t1", serial=1)
    save(me, "Ruhe und noch etwas", tab="t1", serial=2)
    blobs = world.blobs()
    assert publish(me, seen).reason == "statement_changed"
    assert world.blobs() == blobs


def test_pressing_twice_publishes_once(world: World, anne: Person, me: Api):
    draft = save(me, "Ruhe")
    one, other = publish(me, draft), publish(me, draft)
    assert one.status == other.status == 200
    assert one.json["document_id"] == other.json["document_id"]
    assert (one.json["again"], other.json["again"]) == (False, True)
    assert len(world.documents(anne)) == 2


def test_two_publishes_at_once_have_one_effect(world_on_each: World):
    anne = world_on_each.patient()
    me = world_on_each.signed_in(anne)
    draft = save(me, "Ruhe")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _n: publish(me, draft), range(2)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.json["document_id"] for answer in answers}) == 1
    assert len(world_on_each.documents(anne)) == len(world_on_each.blobs()) == 2
    assert world_on_each.count(Statement) == 1


def test_a_withdrawn_statement_is_gone_and_can_come_back(world: World, anne: Person, me: Api, clock: Clock):
    first = publish(me, save(me, "Ruhe")).json
    second = publish(me, save(me, "Musik"), replaces=1).json
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    doctor, about = world.doctor(), {"patient": f"Patient/{anne.id}"}
    assert me.delete(f"{PATH}/publication").status == 204
    assert me.delete(f"{PATH}/publication").status == 204
    assert doctor.search(**about, status="current,superseded").json["total"] == 0
    for done in (first, second):
        for path in (f"/fhir/Binary/{done['document_id']}", f"/fhir/DocumentReference/{done['pdf_id']}"):
            gone = doctor.get(path)
            assert (gone.status, gone.reason) == (410, "document_withdrawn")
    assert state(me)["published"]["state"] == "withdrawn"
    assert me.post(f"{PATH}/publication/restore").status == 204
    found = doctor.search(**about).json
    assert {one["resource"]["id"] for one in found["entry"]} == {second["document_id"], second["pdf_id"]}
    assert doctor.get(f"/fhir/DocumentReference/{first['document_id']}").json["status"] == "superseded"


def test_bringing_back_has_an_end(me: Api, clock: Clock, world: World, anne: Person):
    publish(me, save(me, "Ruhe"))
    me.delete(f"{PATH}/publication")
    clock.forward(days=15)
    again = world.signed_in(anne)
    assert again.post(f"{PATH}/publication/restore").reason == "statement_undo_over"
    assert state(again)["published"] is None


def test_after_a_withdrawal_a_new_one_stands_alone(world: World, anne: Person, me: Api):
    publish(me, save(me, "Ruhe"))
    me.delete(f"{PATH}/publication")
    done = publish(me, save(me, "Musik")).json
    assert done["number"] == 2
    assert "relatesTo" not in me.get(f"/fhir/DocumentReference/{done['document_id']}").json


@pytest.mark.parametrize("text", ["🙂🙂 👍", "\u200f\u200b\u2060", " \n ", "…!?"])
def test_a_statement_without_a_word_is_not_published(world: World, anne: Person, me: Api, text: str):
    draft = save(me, content={"free_text": text})
    refused = publish(me, draft)
    assert (refused.status, refused.reason) == (422, "statement_empty")
    assert world.documents(anne) == []
    assert state(me)["drafts"][0]["content"]["free_text"] == text


def test_too_many_words_are_refused_with_their_part_and_kept(me: Api):
    draft = save(me, "mot " * 10_000)
    refused = publish(me, draft)
    assert (refused.status, refused.reason, refused.json["field"]) == (
        422,
        "statement_too_long",
        "what-matters",
    )
    assert refused.json["data"] == {"length": 40_000, "most": 5000}
    assert len(state(me)["drafts"][0]["content"]["what_matters"]) == 40_000


def test_markup_and_hiding_signs_do_no_harm(me: Api):
    hostile = "<script>alert(1)</script> \u202eabc\u202c \u2066x\u2069 &lt; \x07 zéro\u200blargeur"
    done = publish(me, save(me, content={"free_text": hostile, "allergies": ["<b>Noix</b>"]})).json
    root = _cda(me, done["document_id"])
    told = _told(root)
    assert "<script>alert(1)</script> abc x &lt;  zérolargeur" in told
    assert root.find(".//v3:script", _NS) is None


def test_words_that_are_missing_are_refused(me: Api):
    draft = save(me, content=WHOLE)
    assert publish(me, draft, words={"title": "x"}).reason == "element_missing"
    assert publish(me, draft, heading_language="pt").reason == "value_not_allowed"
    assert publish(me, draft, pdf="").reason == "content_empty"


def test_a_record_that_closed_meanwhile_takes_no_statement(world: World, anne: Person, me: Api):
    draft = save(me, "Ruhe")
    world.set_state(anne, DossierState.CLOSED)
    assert publish(me, draft).reason == "record_not_open"
    assert (world.documents(anne), world.blobs()) == ([], [])


def test_the_holders_default_level_counts(world: World, anne: Person, me: Api):
    with world.running.database.write() as connection:
        from sqlalchemy import insert

        from platform_api import clock
        from platform_api.models import RecordSetting

        row = {"patient_id": anne.id, "emergency_allowed": True, "emergency_restricted": False}
        row |= {"default_level": "restricted", "changed_at": clock.now()}
        connection.execute(insert(RecordSetting), row)
    done = publish(me, save(me, "Ruhe")).json
    assert {row["confidentiality"] for row in world.documents(anne)} == {"restricted"}
    level = _at(_cda(me, done["document_id"]), "v3:confidentialityCode")
    assert level.get("code") == "R"


def test_each_act_leaves_its_trace(world: World, anne: Person, me: Api):
    done = publish(me, save(me, "Ruhe")).json
    me.delete(f"{PATH}/publication")
    me.post(f"{PATH}/publication/restore")
    kept = [(one["action"], one["object_id"]) for one in world.entries(anne.id)[-3:]]
    assert kept[0] == ("statement.publish", done["document_id"])
    assert [action for action, _id in kept[1:]] == ["statement.withdraw", "statement.restore"]
