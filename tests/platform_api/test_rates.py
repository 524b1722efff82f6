"""A caller who asks too often is told when to come back, and nobody else notices."""

from collections.abc import Iterator

import pytest

from platform_api.rates import Rates
from platform_api.scopes import USUAL
from tests.platform_api.fhir.doctor import Fhir, doctor
from tests.platform_api.world import Api, World
from tests.support.clock import Clock, movable_clock


@pytest.fixture
def clock() -> Iterator[Clock]:
    """It stands: on a busy machine six requests might take so long that the sixth may come."""
    with movable_clock(ticks=False) as clock:
        yield clock


@pytest.fixture
def five_a_minute(world: World, clock: Clock) -> World:
    """A platform that lets each caller ask five times a minute."""
    object.__setattr__(world.running, "rates", Rates(5))
    return world


def _asks(api: Api, times: int, path: str = "/fhir/metadata") -> list[int]:
    return [api.get(path).status for _ in range(times)]


def test_the_sixth_request_of_a_minute_is_refused_and_told_when(five_a_minute: World):
    lab = five_a_minute.software("lab-1", scopes=USUAL)
    assert _asks(lab, 5, "/fhir/Device") == [200] * 5
    answer = lab.get("/fhir/Device")
    assert (answer.status, answer.reason) == (429, "too_many_tries")
    assert answer.json["issue"][0]["code"] == "throttled"
    assert 1 <= int(answer.headers["retry-after"]) <= 12


def test_after_the_time_that_was_told_it_goes_on(five_a_minute: World, clock: Clock):
    lab = five_a_minute.software("lab-1", scopes=USUAL)
    _asks(lab, 5, "/fhir/Device")
    clock.forward(seconds=int(lab.get("/fhir/Device").headers["retry-after"]))
    assert _asks(lab, 2, "/fhir/Device") == [200, 429]


def test_what_was_refused_does_not_count(five_a_minute: World, clock: Clock):
    lab = five_a_minute.software("lab-1", scopes=USUAL)
    _asks(lab, 30, "/fhir/Device")
    clock.forward(minutes=1)
    assert _asks(lab, 5, "/fhir/Device") == [200] * 5


def test_nobody_pays_for_another(five_a_minute: World):
    anne, paul = five_a_minute.patient("Anne", "Reuter"), five_a_minute.patient("Paul", "Kremer")
    noisy = five_a_minute.signed_in(anne)
    other = five_a_minute.signed_in(paul)
    assert _asks(noisy, 7, "/dsp/v1/session")[-1] == 429
    assert _asks(other, 1, "/dsp/v1/session") == [200]
    assert doctor(five_a_minute).get(f"Patient?_id={anne.id}").status != 429
    assert Fhir(five_a_minute.software("lab-1", scopes=USUAL)).get("Device").status == 200


def test_without_a_token_the_address_counts(five_a_minute: World):
    here = five_a_minute.anyone()
    assert _asks(here, 6)[-1] == 429
    answer = here.post("/oauth/token", form={"grant_type": "client_credentials"})
    assert answer.status == 429
    assert _asks(five_a_minute.portal(address="192.0.2.99"), 1) == [200]


def test_a_visitor_of_the_portal_counts_by_their_own_address(five_a_minute: World):
    assert _asks(five_a_minute.portal(address="192.0.2.1"), 6)[-1] == 429
    assert _asks(five_a_minute.portal(address="192.0.2.2"), 1) == [200]


def test_addresses_of_one_line_count_together_where_it_has_millions(five_a_minute: World):
    for last in range(5):
        assert _asks(five_a_minute.portal(address=f"2001:db8:7:{last}::{last}"), 1) == [200]
    assert _asks(five_a_minute.portal(address="2001:db8:7:ff::1"), 1) == [429]
    assert _asks(five_a_minute.portal(address="2001:db8:8::1"), 1) == [200]
    assert _asks(five_a_minute.portal(address="made up"), 1) == [200]


def test_probes_and_the_worker_are_never_refused(five_a_minute: World):
    assert set(_asks(five_a_minute.anyone(), 20, "/health/live")) == {200}
    assert 429 not in _asks(five_a_minute.worker(), 20, "/dsp/v1/figures")


def test_without_a_limit_nothing_is_counted():
    rates = Rates(0)
    assert {rates.wait("somebody", 0.0) for _ in range(10_000)} == {0.0}


def test_millions_of_addresses_fill_no_memory():
    rates = Rates(60)
    for number in range(120_000):
        rates.wait(f"address {number}", number / 1000)
    assert len(rates._busy_until) <= 50_000
