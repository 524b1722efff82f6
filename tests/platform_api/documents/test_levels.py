"""Levels of documents: what a deposit gets, what a holder's choice does to what is there, and what stays."""

from platform_api.vocabulary import Action, MandateVerb
from tests.platform_api.world import Api, Person, World


def _level(world: World, one: Person, document: str) -> str:
    return str(next(row["confidentiality"] for row in world.documents(one) if row["id"] == document))


def _choose(api: Api, **body: object) -> int:
    return api.call("PUT", "/dsp/v1/confidentiality", body).status


def _set(api: Api, document: str, level: str | None) -> int:
    return api.call("PUT", f"/dsp/v1/documents/{document}/confidentiality", {"level": level}).status


def test_new_documents_get_the_level_of_their_type_or_the_default(world_on_each: World):
    anne = world_on_each.patient()
    me = world_on_each.signed_in(anne)
    assert _choose(me, default="restricted", types={"lab": "secret"}) == 204
    assert _level(world_on_each, anne, world_on_each.deposit(anne, kind="lab")) == "secret"
    assert _level(world_on_each, anne, world_on_each.deposit(anne, kind="imaging")) == "restricted"


def test_what_its_author_protects_more_stays_so(world: World):
    anne = world.patient()
    assert _choose(world.signed_in(anne), default="normal", types={"lab": "normal"}) == 204
    label = [{"coding": [{"code": "R"}]}]
    assert _level(world, anne, world.deposit(anne, kind="lab", securityLabel=label)) == "restricted"


def test_a_type_changes_what_is_there_but_not_what_was_chosen_one_by_one(world: World):
    anne = world.patient()
    one, other = world.deposit(anne, kind="lab"), world.deposit(anne, kind="lab")
    me = world.signed_in(anne)
    assert _set(me, one, "restricted") == 204
    assert _choose(me, types={"lab": "secret"}) == 204
    assert (_level(world, anne, one), _level(world, anne, other)) == ("restricted", "secret")
    assert _choose(me, types={"lab": None}) == 204
    assert (_level(world, anne, one), _level(world, anne, other)) == ("restricted", "normal")


def test_a_new_version_keeps_what_the_holder_chose(world: World):
    anne = world.patient()
    old = world.deposit(anne, kind="lab")
    assert _set(world.signed_in(anne), old, "secret") == 204
    related = [{"code": "replaces", "target": {"reference": f"DocumentReference/{old}"}}]
    new = world.deposit(anne, kind="lab", relatesTo=related)
    assert _level(world, anne, new) == "secret"
    assert _choose(world.signed_in(anne), types={"lab": "normal"}) == 204
    assert _level(world, anne, new) == "secret"


def test_the_level_before_is_known_and_each_change_is_in_the_trail(world: World):
    anne = world.patient()
    document = world.deposit(anne)
    me = world.signed_in(anne)
    _set(me, document, "restricted")
    _set(me, document, "secret")
    _set(me, document, "secret")
    told = me.get(f"/dsp/v1/documents/{document}/confidentiality").json
    named = {"title": "Compte rendu", "type": "medical-report", "language": "fr"}
    assert told == {
        "level": "secret",
        "source": "holder",
        "previous": "restricted",
        "usual": "normal",
        **named,
    }
    changes = [one for one in world.entries(anne.id) if one["action"] == Action.SET_CONFIDENTIALITY]
    assert [(one["details"]["before"], one["details"]["level"]) for one in changes] == [
        ("normal", "restricted"),
        ("restricted", "secret"),
        ("secret", "secret"),
    ]


def test_a_choice_taken_back_follows_its_type_again(world: World):
    anne = world.patient()
    me = world.signed_in(anne)
    one, other = world.deposit(anne, kind="lab"), world.deposit(anne, kind="imaging")
    assert _choose(me, types={"lab": "restricted"}) == 204
    for document, usual, source in ((one, "restricted", "type"), (other, "normal", "deposited")):
        assert _set(me, document, "secret") == 204
        assert _set(me, document, None) == 204
        told = me.get(f"/dsp/v1/documents/{document}/confidentiality").json
        assert (told["level"], told["usual"], told["source"]) == (usual, usual, source)
    assert _choose(me, types={"lab": "secret", "imaging": "secret"}) == 204
    assert {_level(world, anne, one), _level(world, anne, other)} == {"secret"}


def test_a_choice_taken_back_names_the_choice_for_new_documents(world: World):
    anne = world.patient()
    me = world.signed_in(anne)
    assert _choose(me, default="restricted") == 204
    document = world.deposit(anne, kind="lab")
    assert _set(me, document, "secret") == 204
    assert _set(me, document, None) == 204
    told = me.get(f"/dsp/v1/documents/{document}/confidentiality").json
    assert (told["level"], told["source"]) == ("restricted", "default")


def test_taking_a_protecting_choice_back_long_after_signing_in_needs_a_fresh_factor(world: World, clock):
    anne = world.patient()
    document = world.deposit(anne)
    me = world.signed_in(anne)
    _set(me, document, "secret")
    clock.forward(minutes=6)
    assert _set(me, document, None) == 403
    assert _level(world, anne, document) == "secret"


def test_whoever_helps_is_named_before_something_is_hidden_from_them(world: World):
    anne = world.patient()
    document = world.deposit(anne, kind="allergies")
    sara = world.delegate("Sara", "Reuter")
    mandate = world.mandate(anne.id, sara, MandateVerb.LIST)
    body = {"documents": {document: "secret"}}
    found = world.signed_in(anne).post("/dsp/v1/sight/effects", body).json["effects"]
    mine = next(one for one in found if one["kind"] == "mandate")
    assert (mine["id"], mine["name"]) == (mandate, "Sara Reuter")
    assert mine["hidden"] == [{"id": document, "type": "allergies", "vital": True}]


def test_lowering_a_level_long_after_signing_in_needs_a_fresh_factor(world: World, clock):
    anne = world.patient()
    document = world.deposit(anne)
    me = world.signed_in(anne)
    _set(me, document, "secret")
    clock.forward(minutes=6)
    assert _set(me, document, "normal") == 403
    assert _level(world, anne, document) == "secret"
    assert _set(me, document, "secret") == 204  # what opens nothing needs none
    assert _choose(me, default="restricted") == 204
    assert _choose(me, default="normal") == 403


def test_odd_levels_types_and_onlookers_are_refused_and_nothing_is_changed(world: World):
    anne = world.patient()
    document = world.deposit(anne)
    me = world.signed_in(anne)
    assert _set(me, document, "hidden") == 400
    assert _choose(me, types={"nonsense": "secret"}) == 422
    assert _choose(me, surprise=True) == 400
    assert me.post("/dsp/v1/sight", {"as": "practitioner:nobody"}).status == 404
    assert me.post("/dsp/v1/sight", {"as": "emergency", "types": {"x": "normal"}}).status == 422
    many = {f"d{number}": "normal" for number in range(201)}
    assert me.post("/dsp/v1/sight", {"as": "emergency", "documents": many}).status == 413
    assert _level(world, anne, document) == "normal"


def test_a_hidden_document_leaves_no_gap_for_a_doctor(world: World):
    from platform_api.vocabulary import Right
    from tests.platform_api.world import DOCTOR

    anne = world.patient()
    seen, hidden = world.deposit(anne, kind="lab"), world.deposit(anne, kind="lab")
    doctor = world.doctor()
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    _set(world.signed_in(anne), hidden, "secret")
    form = {"patient": f"Patient/{anne.id}", "status": "current"}
    bundle = doctor.post("/fhir/DocumentReference/_search", form=form).json
    assert bundle["total"] == 1
    assert [entry["resource"]["id"] for entry in bundle["entry"]] == [seen]
    gone, unknown = doctor.get(f"/fhir/Binary/{hidden}"), doctor.get("/fhir/Binary/none")
    assert gone.told == unknown.told
    lists = doctor.get("/fhir/List", query_string={"patient": f"Patient/{anne.id}"}).data.decode()
    assert hidden not in lists
