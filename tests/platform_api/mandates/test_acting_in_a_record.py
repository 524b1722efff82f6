"""What a caregiver reaches in the holder's record, by its own address, and what stays shut."""

import pytest
from flask import Flask
from sqlalchemy import update

from platform_api.models import Mandate
from platform_api.vocabulary import Confidentiality, MandateVerb, Notice, Right
from tests.platform_api.world import DOCTOR, Api, Person, World

V = MandateVerb
LABELS = {"normal": "N", "restricted": "R", "secret": "V"}


@pytest.fixture
def world(platform: Flask) -> World:
    return World(platform)


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient("Anne")


def _deposit(
    world: World, anne: Person, level: str = "normal", kind: str = "lab", title: str = "Bilan"
) -> str:
    label = [{"coding": [{"code": LABELS[level]}]}]
    return world.deposit(anne, kind=kind, securityLabel=label, title=title)


def _acting(world: World, anne: Person, *verbs: MandateVerb, **limits) -> Api:
    sara = world.delegate()
    return world.acting(sara, world.mandate(anne.id, sara, *verbs, **limits))


def _listed(who: Api) -> set[str]:
    answer = who.get("/fhir/DocumentReference", query_string={"patient": "Patient/self"})
    assert answer.status == 200, answer
    return {entry["resource"]["id"] for entry in answer.json.get("entry", ())}


def _view(who: Api, document: str) -> int:
    return who.get(f"/fhir/Binary/{document}", query_string={"_use": "view"}).status


def test_looking_is_not_keeping(world: World, anne: Person):
    document = _deposit(world, anne)
    looking = _acting(world, anne, V.LIST, V.READ)
    assert _view(looking, document) == 200
    assert looking.get(f"/fhir/Binary/{document}").status == 404
    keeping = _acting(world, anne, V.LIST, V.READ, V.DOWNLOAD)
    assert keeping.get(f"/fhir/Binary/{document}").status == 200


def test_who_may_list_only_opens_nothing(world: World, anne: Person):
    document = _deposit(world, anne)
    listing = _acting(world, anne, V.LIST)
    assert _listed(listing) == {document}
    assert _view(listing, document) == 404
    assert listing.get(f"/fhir/DocumentReference/{document}").status == 404


def test_excluded_types_and_what_is_above_the_ceiling_are_not_there(world: World, anne: Person):
    plain = _deposit(world, anne)
    others = [
        _deposit(world, anne, kind="certificate"),
        _deposit(world, anne, "restricted"),
        _deposit(world, anne, "secret"),
    ]
    limits = {"ceiling": Confidentiality.NORMAL, "excluded": ("certificate",)}
    sara = _acting(world, anne, *MandateVerb, **limits)
    assert _listed(sara) == {plain}
    assert sara.get("/dsp/v1/dossier").json["documents"] == 1
    for document in others:
        assert _view(sara, document) == 404
        assert sara.get(f"/fhir/Binary/{document}").status == 404
        assert sara.get(f"/fhir/DocumentReference/{document}").status == 404
    high = _acting(world, anne, *MandateVerb)
    assert _listed(high) == {plain, *others[:2]}


def test_a_mandate_that_ends_bites_at_the_next_request(world: World, anne: Person):
    _deposit(world, anne)
    sara = world.delegate()
    mandate = world.mandate(anne.id, sara, *MandateVerb)
    browser = world.acting(sara, mandate)
    assert _listed(browser)
    with world.running.database.write() as connection:
        connection.execute(update(Mandate).where(Mandate.id == mandate).values(state="ended"))
    for path in ("/dsp/v1/dossier", "/dsp/v1/rights", "/fhir/DocumentReference?patient=Patient/self"):
        answer = browser.get(path)
        assert answer.status == 403, path
    assert browser.get("/dsp/v1/dossier").json["code"] == "mandate_over"
    assert browser.get("/dsp/v1/session").status == 200


def test_a_mandate_runs_out_by_itself(world: World, anne: Person):
    answer = _acting(world, anne, *MandateVerb, days=0).get("/dsp/v1/dossier")
    assert (answer.status, answer.json["code"]) == (403, "mandate_over")


def test_a_mandate_opens_one_record_only(world: World, anne: Person):
    berta = world.patient("Berta")
    document = _deposit(world, berta)
    sara = _acting(world, anne, *MandateVerb)
    assert _view(sara, document) == 404
    assert sara.get("/fhir/DocumentReference", query_string={"patient": f"Patient/{berta.id}"}).status == 404


def test_the_journal_hides_other_caregivers_and_hidden_documents(world: World, anne: Person):
    hidden = _deposit(world, anne, "secret", title="Psychiatrie")
    shown = _deposit(world, anne)
    me = world.signed_in(anne)
    for document in (hidden, shown):
        assert me.get(f"/fhir/Binary/{document}").status == 200
    tom = world.delegate("Tom", "Reuter")
    assert _listed(world.acting(tom, world.mandate(anne.id, tom, *MandateVerb)))
    sara = _acting(world, anne, *MandateVerb)
    assert _listed(sara)
    answer = sara.get("/fhir/AuditEvent", query_string={"patient": f"Patient/{anne.id}"})
    assert answer.status == 200
    text = answer.data.decode()
    assert shown in text
    assert hidden not in text
    assert "Psychiatrie" not in text
    assert "Tom" not in text
    assert "Sara Reuter" in text
    everything = me.get("/fhir/AuditEvent", query_string={"patient": f"Patient/{anne.id}"}).data.decode()
    assert "Tom Reuter" in everything


def test_managing_professionals_for_somebody(world: World, anne: Person):
    world.doctor()
    sara = _acting(world, anne, V.MANAGE_PROFESSIONALS)
    assert sara.call("PUT", f"/dsp/v1/rights/professional/{DOCTOR}", {}).status == 204
    assert sara.call("PUT", f"/dsp/v1/blocks/professional/{DOCTOR}", {}).status == 204
    assert [mail.code for mail in world.mail()] == [Notice.CAREGIVER_CHANGED] * 2
    assert sara.call("DELETE", f"/dsp/v1/blocks/professional/{DOCTOR}").status == 204
    assert [mail.code for mail in world.mail()] == [Notice.UNBLOCKED_FOR_YOU]
    entry = world.entries(anne.id)[-1]
    assert (entry["role"], entry["on_behalf_of"]) == ("caregiver", anne.id)
    assert entry["details"]["mandate"]


def test_unblocking_for_somebody_asks_for_a_fresh_factor(world: World, anne: Person, clock):
    world.doctor()
    world.decide(anne.id, Right.BLOCK, DOCTOR)
    sara = _acting(world, anne, V.MANAGE_PROFESSIONALS)
    clock.forward(minutes=6)
    answer = sara.call("DELETE", f"/dsp/v1/blocks/professional/{DOCTOR}")
    assert (answer.status, answer.json["code"]) == (403, "second_factor_needed")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/dsp/v1/emergency", {"allowed": False}),
        ("DELETE", "/dsp/v1/statement/publication", None),
        ("POST", "/dsp/v1/statement/publication/restore", None),
        ("DELETE", "/dsp/v1/contact-change", None),
        ("GET", "/dsp/v1/support-pin", None),
        ("DELETE", "/dsp/v1/assistance", None),
    ],
)
def test_what_nobody_can_delegate(world: World, anne: Person, method: str, path: str, body):
    """A caregiver with every verb there is."""
    sara = _acting(world, anne, *MandateVerb)
    assert sara.call(method, path, body).status in (403, 404)
