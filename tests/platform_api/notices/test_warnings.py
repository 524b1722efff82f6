"""A changed way of signing in is told by text message beside the e-mail, where a mobile is registered."""

from collections.abc import Callable

import pytest

from platform_api.vocabulary import SMS, WARNED
from tests.platform_api.calls import code_of
from tests.platform_api.phones import LANDLINE, MOBILE, register
from tests.platform_api.world import Person, World

DESK = "/dsp/v1/helpdesk"


def _new_password(world: World, anne: Person) -> None:
    world.portal().post("/dsp/v1/password-resets", {"email": anne.email})
    (link,) = world.mail()
    body = {"token": link.parameters["token"], "password": "sieben-leise-Wolken-8", "totp": anne.totp()}
    assert world.portal().post("/dsp/v1/password-resets/redeem", body).status == 204


def _new_app(world: World, anne: Person) -> None:
    home = world.signed_in(anne)
    begun = home.post("/dsp/v1/factors/app", {}).json
    body = {"pending": begun["pending"], "code": code_of(begun["secret"])}
    assert home.call("PUT", "/dsp/v1/factors/app", body).status < 300


def _new_codes(world: World, anne: Person) -> None:
    assert world.signed_in(anne).post("/dsp/v1/factors/recovery-codes", {}).status < 300


def _new_address(world: World, anne: Person, *, at_once: bool) -> None:
    body = {"email": "nei@example.lu", "at_once": at_once}
    assert world.helping(world.staff(), anne.id, 3).call("PUT", f"{DESK}/contact", body).status == 200


def _lost_factor(world: World, anne: Person) -> None:
    assert world.helping(world.staff(), anne.id, 3).post(f"{DESK}/factor-resets", {}).status == 204


CHANGES: dict[str, Callable[[World, Person], None]] = {
    "password_changed": _new_password,
    "app_changed": _new_app,
    "codes_changed": _new_codes,
    "contact_changed": lambda world, anne: _new_address(world, anne, at_once=True),
    "contact_changes_later": lambda world, anne: _new_address(world, anne, at_once=False),
    "factor_reset": _lost_factor,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_registered_mobile_is_told_and_no_code_goes_there(world: World, change: str):
    anne = world.patient()
    register(world, anne)
    CHANGES[change](world, anne)
    mail = world.mail()
    texts = [one for one in mail if one.channel == SMS]
    assert [(one.code, one.address, one.language, one.parameters) for one in texts] == [
        (change, MOBILE, "fr", {})
    ]
    assert (change, anne.email) in [(one.code, one.address) for one in mail if one.channel == "email"]


@pytest.mark.parametrize("number", [LANDLINE, ""])
@pytest.mark.parametrize("change", CHANGES)
def test_without_a_mobile_the_e_mail_is_all(world: World, change: str, number: str):
    anne = world.patient()
    if number:
        register(world, anne, number)
    CHANGES[change](world, anne)
    assert {one.channel for one in world.mail()} == {"email"}


def test_every_such_notice_is_told_here_or_where_it_happens():
    assert set(CHANGES) | {"sign_in_changed", "phone_over", "letter_not_sent"} == {
        one.value for one in WARNED
    }


def test_an_agents_own_account_has_no_number_and_is_told_by_e_mail_alone(world: World):
    tom = world.staff()
    agent = world._session(tom)
    assert agent.post("/dsp/v1/factors/recovery-codes", {}).status < 300
    assert [(one.code, one.channel) for one in world.mail()] == [("codes_changed", "email")]
