"""Accesses are told: emergencies at once and always, others as chosen; a digest reaches each holder once."""

from platform_api import operations
from platform_api.vocabulary import Purpose, Right
from tests.platform_api.world import DOCTOR, Person, World


def _told(world: World) -> list[str]:
    return [mail.code for mail in world.mail()]


def _opened_by_a_doctor(world: World, one: Person, purpose: Purpose = Purpose.TREATMENT) -> int:
    form = {"patient": f"Patient/{one.id}", "status": "current"}
    return world.doctor(purpose=purpose).post("/fhir/DocumentReference/_search", form=form).status


def _choose(world: World, one: Person, accesses: str, refusals: str, period: str = "weekly") -> None:
    body = {"accesses": accesses, "refusals": refusals, "period": period}
    assert world.signed_in(one).call("PUT", "/dsp/v1/tellings", body).status == 204


def test_an_emergency_is_told_at_once_whatever_was_chosen_and_once_an_hour(world: World, clock):
    anne = world.patient()
    world.deposit(anne)
    _choose(world, anne, "portal", "portal")
    for _one in range(3):
        assert _opened_by_a_doctor(world, anne, Purpose.EMERGENCY) == 200
    assert _told(world) == ["emergency_access"]
    clock.forward(hours=2)
    _opened_by_a_doctor(world, anne, Purpose.EMERGENCY)
    assert _told(world) == ["emergency_access"]


def test_each_access_and_each_refusal_is_told_to_who_wants_it_so(world: World):
    anne = world.patient()
    world.deposit(anne)
    world.doctor()
    _choose(world, anne, "each", "each")
    assert _opened_by_a_doctor(world, anne) == 404
    assert _told(world) == ["access_refused"]
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    assert _opened_by_a_doctor(world, anne) == 200
    assert _told(world) == ["access"]


def test_a_digest_comes_once_a_week_to_whoever_chose_nothing(world_on_each: World, clock):
    world = world_on_each
    anne = world.patient()
    world.doctor()
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    _opened_by_a_doctor(world, anne)
    operations.sweep(world.settings)
    assert _told(world) == []  # the week is not over
    clock.forward(days=7, hours=1)
    operations.sweep(world.settings)
    operations.sweep(world.settings)
    (mail,) = world.mail()
    assert (mail.code, mail.parameters) == ("digest", {"number": "1"})
    clock.forward(days=8)
    operations.sweep(world.settings)
    assert _told(world) == []  # nothing happened since


def test_who_wants_no_mail_gets_no_digest(world: World, clock):
    anne = world.patient()
    world.doctor()
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    _choose(world, anne, "portal", "portal", "daily")
    _opened_by_a_doctor(world, anne)
    clock.forward(days=2)
    operations.sweep(world.settings)
    assert _told(world) == []


def test_an_access_that_fails_is_not_told(world: World):
    """The mail is queued in the access's own transaction: without the access there is no mail."""
    anne = world.patient()
    _choose(world, anne, "each", "each")
    assert world.doctor().get("/fhir/DocumentReference/none").status == 404
    assert _told(world) == []
