"""What remains of an activation afterwards: nothing unfinished, and no code that works twice."""

from datetime import timedelta

from platform_api import clock as platform_clock
from tests.platform_api.phone import Phone
from tests.platform_api.world import PASSWORD, World, code_of
from tests.support.clock import Clock


def test_what_was_left_unfinished_is_forgotten_by_the_sweep(world: World, phone: Phone, clock: Clock):
    from platform_api import operations
    from platform_api.models import Activation

    phone.give_email()
    clock.forward(days=8)
    operations.sweep(world.settings)
    assert world.count(Activation) == 0


def test_the_sign_in_that_follows_refuses_the_code_of_the_enrolment(world: World, phone: Phone):
    """A code of the app is good once, also when the first use was the enrolment itself."""
    phone.up_to_the_app()
    secret = phone.progress()["totp_secret"]
    assert phone.enrol(secret=secret).status == 200
    half = world.portal().post("/dsp/v1/sessions", {"email": phone.person.email, "password": PASSWORD})
    api = world.portal(half.json["session"])
    assert api.post("/dsp/v1/session/second-factor", {"totp": code_of(secret)}).reason == "totp_replayed"
    assert platform_clock.now().tzinfo is not None
    assert timedelta(0) == platform_clock.now().utcoffset()
