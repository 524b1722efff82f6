"""The freeze: nobody signs in or acts for the holder, at once; professionals and emergencies go on."""

import pytest

from platform_api import letter_codes, operations
from platform_api.vocabulary import DossierState, MandateVerb, Right
from tests.platform_api.phone import Phone
from tests.platform_api.world import DOCTOR, PASSWORD, Person, World
from tests.support.clock import Clock

FREEZE, BY_LETTER = "/dsp/v1/freeze", "/dsp/v1/freezes"


def _activated(world: World) -> tuple[Person, str, str]:
    """Somebody who just activated, and the confirmation's id and code."""
    one = world.person("Rui", "Antunes")
    Phone(world, one, world.letter(one).code).up_to_the_app().enrol()
    minted = operations.mint_post(world.settings)
    assert [letter.kind for letter in minted] == ["activated"]
    operations.acknowledge_print(world.settings, [minted[0].letter_id])
    return one, minted[0].letter_id, minted[0].code


def test_sessions_delegates_and_sign_in_stop_at_once_and_care_goes_on(world: World, anne: Person):
    document = world.deposit(anne)
    world.doctor()
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    sara = world.delegate()
    daughter = world.acting(sara, world.mandate(anne.id, sara, *MandateVerb))
    here, there = world.signed_in(anne), world.signed_in(anne)
    assert here.post(FREEZE).status == 204
    for api in (here, there, daughter):
        assert api.get("/dsp/v1/session").reason == "session_expired"
    again = world.portal().post("/dsp/v1/sessions", {"email": anne.email, "password": PASSWORD})
    assert (again.status, again.reason) == (403, "account_frozen")
    wrong = world.portal().post("/dsp/v1/sessions", {"email": anne.email, "password": "not-this-one-77"})
    assert wrong.reason == "sign_in_wrong", "who does not know the password learns nothing"
    assert world.doctor().get(f"/fhir/Binary/{document}").status == 200
    assert world.software().post("/fhir/DocumentReference", world.document(anne)).status == 201
    assert world.state(anne) == DossierState.ACTIVATED
    assert [notice.code for notice in world.mail()] == ["frozen"]


def test_a_delegate_who_signs_in_anew_acts_for_nobody(world: World, anne: Person):
    sara = world.delegate()
    mandate = world.mandate(anne.id, sara, *MandateVerb)
    world.signed_in(anne).post(FREEZE)
    assert world.acting(sara, mandate).get("/dsp/v1/dossier").status in (403, 404)


def test_letters_do_not_open_a_frozen_record(world: World, anne: Person):
    before = world.letter(anne)
    world.signed_in(anne).post(FREEZE)
    after = world.letter(anne)
    for letter in (before, after):
        assert world.redeem(anne, letter.code).reason == "letter_not_accepted"


def test_the_code_of_the_confirmation_freezes_and_says_the_same_twice(world: World):
    one, letter_id, code = _activated(world)
    body = {"matricule": one.matricule, "code": code}
    assert world.portal().post(BY_LETTER, body).status == 204
    assert world.portal().post(BY_LETTER, body).status == 204
    entries = [(e["action"], e["outcome"], e["object_id"]) for e in world.entries(one.id)]
    assert ("account.freeze", "allowed", letter_id) in entries


@pytest.mark.parametrize("what", ["unknown", "another's", "activation", "expired", "not printed", "returned"])
def test_every_other_code_is_refused_alike(world: World, what: str, clock: Clock):
    one, letter_id, code = _activated(world)
    body = {"matricule": one.matricule, "code": code}
    if what == "unknown":
        body["code"] = letter_codes.mint()
    if what == "another's":
        body["matricule"] = world.patient().matricule
    if what == "activation":
        body["code"] = world.letter(one).code
    if what == "expired":
        clock.forward(days=32)
    if what == "returned":
        operations.letters_returned(world.settings, [letter_id])
    if what == "not printed":
        two = world.person("Ana", "Costa")
        Phone(world, two, world.letter(two).code).up_to_the_app().enrol()
        body = {"matricule": two.matricule, "code": operations.mint_post(world.settings)[0].code}
    answer = world.portal().post(BY_LETTER, body)
    assert (answer.status, answer.reason) == (422, "letter_not_accepted")


def test_guessing_is_stopped(world: World):
    one, _letter_id, code = _activated(world)
    guess = {"matricule": one.matricule, "code": letter_codes.mint()}
    for _try in range(5):
        world.portal().post(BY_LETTER, guess)
    answer = world.portal().post(BY_LETTER, {"matricule": one.matricule, "code": code})
    assert answer.reason == "letter_not_accepted", "also the right one, for a while"


def test_only_the_helpdesk_at_l3_lifts_it(world: World, anne: Person):
    agent = world.staff()
    assert world.helping(agent, anne.id, 3).delete(FREEZE).status == 403, "nothing is stopped"
    assert world.helping(agent, anne.id, 1).post(FREEZE).status == 204
    assert world.signed_in(anne).get("/dsp/v1/session").reason == "session_expired"
    assert world.helping(agent, anne.id, 2).delete(FREEZE).reason == "proof_too_low"
    assert world.helping(agent, anne.id, 3).delete(FREEZE).status == 204
    again = world.portal().post("/dsp/v1/sessions", {"email": anne.email, "password": PASSWORD})
    assert again.status == 201
    told = [notice.code for notice in world.mail()]
    assert told == ["frozen", "helped", "unfrozen", "helped"], "each act of the helpdesk is told as such too"
