"""A mobile number: proved by a code that is sent to it, kept sealed, changed, removed; both channels are told."""

import threading

import pytest
from sqlalchemy import select

from platform_api import outbox, waiting
from platform_api.models import PhoneCode, RegisteredPhone
from tests.platform_api.calls import Answer, Api
from tests.platform_api.phones import register
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

PHONE = "/dsp/v1/phone"
MINE, OTHER = "+352621555017", "+33612345678"


@pytest.fixture
def anne(world: World) -> Person:
    """Somebody with an account."""
    return world.patient()


@pytest.fixture
def browser(world: World, anne: Person) -> Api:
    """Her browser, signed in just now."""
    return world.signed_in(anne)


def ask(browser: Api, number: str = MINE) -> Answer:
    return browser.post(PHONE, {"phone": number})


def code_to(world: World, number: str) -> str:
    texts = [one for one in world.mail() if one.channel == "sms" and one.address == number]
    return texts[-1].parameters["code"]


def enter(world: World, browser: Api, number: str = MINE) -> None:
    assert ask(browser, number).status == 200
    assert browser.call("PUT", PHONE, {"code": code_to(world, number)}).status == 204


def test_a_code_that_came_by_text_registers_the_number(world: World, anne: Person, browser: Api):
    asked = ask(browser, "621 555 017")
    assert asked.status == 200
    (text,) = world.mail()
    assert (text.code, text.channel, text.address) == ("phone_code", "sms", MINE)
    assert set(text.parameters) == {"code", "minutes"}
    waiting = browser.get(PHONE).json
    assert (waiting["number"], waiting["asked"]) == ("", "+352 621 555 017")
    assert browser.call("PUT", PHONE, {"code": text.parameters["code"]}).status == 204
    now = browser.get(PHONE).json
    assert (now["number"], now["mobile"], now["asked"]) == ("+352 621 555 017", True, "")
    assert [(one.code, one.channel, one.address) for one in world.mail()] == [
        ("phone_changed", "email", anne.email)
    ]


def test_another_number_tells_the_mailbox_and_the_old_number(world: World, anne: Person, browser: Api):
    enter(world, browser)
    world.mail()
    enter(world, browser, OTHER)
    told = {(one.code, one.channel, one.address) for one in world.mail()}
    assert told == {("phone_changed", "email", anne.email), ("phone_over", "sms", MINE)}
    assert browser.delete(PHONE).status == 204
    told = {(one.code, one.channel, one.address) for one in world.mail()}
    assert told == {("phone_removed", "email", anne.email), ("phone_over", "sms", OTHER)}
    assert browser.get(PHONE).json["number"] == ""
    assert browser.delete(PHONE).status == 204
    assert world.mail() == []


def test_the_same_number_again_changes_nothing(world: World, browser: Api, clock: Clock):
    enter(world, browser)
    first = browser.get(PHONE).json["proves_from"]
    clock.forward(seconds=60)
    enter(world, browser)
    assert browser.get(PHONE).json["proves_from"] == first


def test_entering_and_removing_ask_for_a_fresh_second_factor(
    world: World, anne: Person, browser: Api, clock: Clock
):
    enter(world, browser)
    clock.forward(minutes=6)
    for answer in (ask(browser, OTHER), browser.delete(PHONE)):
        assert (answer.status, answer.json["code"]) == (403, "second_factor_needed")
    assert world.mail()[-1].code == "phone_changed"
    assert browser.get(PHONE).json["number"] == "+352 621 555 017"
    assert browser.prove_again(totp=anne.totp()).status == 200
    assert ask(browser, OTHER).status == 200


def test_five_wrong_codes_lock_it_and_a_new_one_opens_again(world: World, browser: Api, clock: Clock):
    ask(browser)
    right = code_to(world, MINE)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for left in (4, 3, 2, 1):
        answer = browser.call("PUT", PHONE, {"code": wrong})
        assert (answer.status, answer.reason, answer.json["data"]["tries_left"]) == (
            422,
            "text_code_wrong",
            left,
        )
    assert browser.call("PUT", PHONE, {"code": wrong}).json["code"] == "code_locked"
    assert browser.call("PUT", PHONE, {"code": right}).json["code"] == "code_locked"
    assert browser.get(PHONE).json["number"] == ""
    clock.forward(seconds=11)
    enter(world, browser)


def test_a_code_counts_ten_minutes_and_once(world: World, anne: Person, browser: Api, clock: Clock):
    ask(browser)
    code = code_to(world, MINE)
    clock.forward(minutes=10)
    assert browser.get(PHONE).json["asked"] == ""
    assert browser.call("PUT", PHONE, {"code": code}).json["code"] == "code_expired"
    browser.prove_again(totp=anne.totp())
    ask(browser)
    code = code_to(world, MINE)
    assert browser.call("PUT", PHONE, {"code": code}).status == 204
    world.mail()
    assert browser.call("PUT", PHONE, {"code": code}).status == 204, "pressed twice, it counts once"
    assert world.mail() == [], "and nobody is told again"
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert browser.call("PUT", PHONE, {"code": wrong}).json["code"] == "code_expired"
    clock.forward(minutes=10)
    assert browser.call("PUT", PHONE, {"code": code}).json["code"] == "code_expired"


def given_up(world: World, number: str = MINE) -> None:
    """The gateway refuses the newest message to this number for good."""
    with world.running.database.write() as connection:
        due = outbox.lease(connection, world.running.keys, most=100)
    (text,) = (one for one in due if one.address == number)
    path = f"/dsp/v1/notices/{text.id}/refused"
    assert [world.worker().post(path, {}).status for _twice in range(2)] == [204, 204]


def test_a_number_that_no_text_message_reaches_is_said_where_it_was_typed(
    world: World, anne: Person, browser: Api, clock: Clock
):
    ask(browser)
    given_up(world)
    shown = browser.get(PHONE).json
    assert (shown["asked"], shown["unreached"]) == ("", "+352 621 555 017")
    assert browser.call("PUT", PHONE, {"code": "123456"}).reason == "phone_refused"
    again = ask(browser)
    assert (again.status, again.reason, again.json["field"]) == (422, "phone_refused", "phone")
    assert world.mail() == [], "nobody is written to of a number that is not registered"
    assert ask(browser, OTHER).status == 200
    assert browser.get(PHONE).json["unreached"] == ""
    clock.forward(minutes=11)
    browser.prove_again(totp=anne.totp())
    assert ask(browser).status == 200, "later it may be tried again"


def test_who_is_not_reached_at_the_registered_number_is_told_by_e_mail_once_a_day(
    world: World, anne: Person, browser: Api, clock: Clock
):
    register(world, anne, MINE)

    def warned() -> list[tuple[str, str]]:
        browser = world.signed_in(anne)
        assert browser.post("/dsp/v1/factors/recovery-codes", {}).status < 300
        given_up(world)
        clock.forward(minutes=3)
        return [(one.code, one.address) for one in world.mail() if one.code == "phone_refused"]

    assert warned() == [("phone_refused", anne.email)]
    assert warned() == []
    clock.forward(days=1)
    assert warned() == [("phone_refused", anne.email)]


def test_the_operator_sees_how_many_numbers_were_refused(world: World, browser: Api):
    ask(browser)
    given_up(world)
    with world.running.database.read() as connection:
        found = {one.queue: one.count for one in waiting.measure(connection)}
    assert (found["messages_refused"], found["messages"]) == (1, 0)


def test_a_new_code_voids_the_one_before_and_takes_it_back_if_it_waits(
    world: World, browser: Api, clock: Clock
):
    ask(browser)
    clock.forward(seconds=11)
    ask(browser, OTHER)
    (only,) = world.mail()
    assert only.address == OTHER
    ask(browser, OTHER)
    assert world.mail() == [], "pressed twice, sent once"
    clock.forward(seconds=11)
    ask(browser, OTHER)
    newest = code_to(world, OTHER)
    if newest != only.parameters["code"]:
        assert browser.call("PUT", PHONE, {"code": only.parameters["code"]}).json["code"] == "text_code_wrong"
    assert browser.call("PUT", PHONE, {"code": newest}).status == 204


def test_text_messages_are_counted_for_who_asks_and_for_the_number(world: World, browser: Api, clock: Clock):
    for number in range(5):
        assert ask(browser, f"+35262155501{number}").status == 200
    answer = ask(browser, "+352621555018")
    assert (answer.status, answer.json["code"]) == (429, "too_many_tries")
    assert int(answer.headers["retry-after"]) > 0
    assert len(world.mail()) == 1, "what was voided is not sent"
    for person in range(4):
        assert ask(world.signed_in(world.patient("Eva", f"Kremer{person}")), "+352621555014").status == 200
    last = world.signed_in(world.patient("Paul", "Hoscheid"))
    assert ask(last, "+352621555014").status == 429
    assert ask(last, "+352621555016").status == 200


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("26 55 50 31", "phone_no_mobile"),
        ("+351 912 345 678", "phone_abroad"),
        ("06 12 34 56 78", "phone_malformed"),
        ("", "phone_malformed"),
        ("+352621555017\r\n+352691555042", "phone_malformed"),
    ],
)
def test_what_no_text_reaches_is_refused_and_costs_nothing(
    world: World, browser: Api, number: str, code: str
):
    answer = ask(browser, number)
    assert (answer.status, answer.json["code"], answer.json["field"]) == (422, code, "phone")
    assert world.mail() == []


def test_the_number_lies_sealed_and_the_code_only_as_a_fingerprint(
    world: World, browser: Api, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("DEBUG")
    ask(browser)
    code = code_to(world, MINE)
    with world.running.database.read() as connection:
        waiting = connection.execute(select(PhoneCode.__table__)).mappings().one()
    assert b"621555017" not in bytes(waiting["phone_sealed"])
    assert code not in str(waiting["fingerprint"])
    browser.call("PUT", PHONE, {"code": code})
    with world.running.database.read() as connection:
        kept = connection.execute(select(RegisteredPhone.__table__)).mappings().one()
    assert b"621555017" not in bytes(kept["phone_sealed"])
    for secret in ("621555017", "621 555 017", code):
        assert secret not in caplog.text
    for path in world.settings.home.rglob("*"):
        assert not path.is_file() or b"621555017" not in path.read_bytes(), path.name


def test_somebody_else_sees_and_changes_nothing(world: World, browser: Api):
    enter(world, browser)
    stranger = world.signed_in(world.patient("Eva", "Kremer"))
    assert stranger.get(PHONE).json["number"] == ""
    assert stranger.call("PUT", PHONE, {"code": "123456"}).json["code"] == "code_expired"
    assert stranger.delete(PHONE).status == 204
    assert browser.get(PHONE).json["number"] == "+352 621 555 017"
    assert world.portal().get(PHONE).status == 401


def test_of_two_at_the_same_moment_one_code_counts(world_on_each: World):
    world = world_on_each
    anne = world.patient()
    windows, ready, found = [world.signed_in(anne), world.signed_in(anne)], threading.Barrier(2), []

    def press(window: Api) -> None:
        ready.wait()
        found.append(ask(window).status)

    threads = [threading.Thread(target=press, args=(window,)) for window in windows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200, 200]
    assert world.count(PhoneCode) == 1
    newest = code_to(world, MINE)
    assert windows[0].call("PUT", PHONE, {"code": newest}).status == 204
