"""From the accepted letter to the open record: each step, its mistakes, its repetition (issue: bad input)."""

import threading

import pytest
from sqlalchemy import select

from platform_api.models import Account, RecoveryCode
from platform_api.vocabulary import Action, DossierState, LetterState, Notice
from tests.platform_api.phone import Phone
from tests.platform_api.phones import MOBILE, register
from tests.platform_api.world import PASSWORD, Answer, Person, World, code_of
from tests.support.clock import Clock


def test_the_whole_way(world: World, one: Person, phone: Phone):
    assert phone.progress()["step"] == "email"
    assert phone.progress()["first_name"] == "Anne"
    assert phone.give_email("Anne.Reuter@Example.lu").json == {"step": "email_code"}
    assert phone.progress()["email"] == "anne.reuter@example.lu"
    assert phone.prove_email(email="anne.reuter@example.lu").json == {"step": "password"}
    assert phone.choose_password().json == {"step": "totp"}
    shown = phone.progress()
    assert shown["totp_secret"] in shown["otpauth_uri"]
    done = phone.enrol().json
    assert len(set(done["recovery_codes"])) == 10
    assert world.state(one) == DossierState.ACTIVATED
    me = world.portal(done["session"])
    assert me.get("/dsp/v1/dossier").json["state"] == "activated"
    assert me.get("/dsp/v1/account").json["account_number"] == done["account_number"]
    assert [mail.code for mail in world.mail()] == [Notice.ACTIVATED]


def test_steps_cannot_be_skipped(phone: Phone):
    assert phone.choose_password().reason == "step_out_of_order"
    assert phone.prove_email("123456").reason == "step_out_of_order"
    assert phone.enrol(secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").reason == "step_out_of_order"
    assert phone.api.post("/dsp/v1/activation/back", {"step": "password"}).reason == "step_out_of_order"
    assert phone.api.post("/dsp/v1/activation/back", {"step": "done"}).reason == "step_out_of_order"
    assert phone.progress()["step"] == "email"


@pytest.mark.parametrize(
    "email",
    [
        "",
        "anne",
        "anne@",
        "@example.lu",
        "anne@example",
        "a b@example.lu",
        "anne@example.lu\nBcc: x@y.lu",
        "anne@.lu",
        "Anne <anne@example.lu>",
        "a@b.lu, c@d.lu",
        "x" * 250 + "@example.lu",
        "a\u0000@b.lu",
    ],
)
def test_a_malformed_address_is_told(world: World, phone: Phone, email: str):
    answer = phone.api.post("/dsp/v1/activation/email", {"email": email})
    assert (answer.status, answer.reason, answer.json["field"]) == (422, "email_malformed", "email")
    assert world.mail() == []
    assert phone.progress()["step"] == "email"


def test_five_wrong_codes_lock_the_code_and_a_new_one_opens_again(world: World, phone: Phone):
    phone.give_email()
    right = world.mailed_code(phone.person.email)
    wrong = "000000" if right != "000000" else "111111"
    left = []
    for _ in range(4):
        answer = phone.prove_email(wrong)
        assert answer.reason == "code_wrong"
        left.append(answer.json["data"]["tries_left"])
    assert left == [4, 3, 2, 1]
    assert phone.prove_email(wrong).reason == "code_locked"
    assert phone.prove_email(right).reason == "code_locked"
    phone.give_email("other@example.lu")
    assert phone.prove_email(right).reason == "code_wrong"
    assert phone.prove_email(email="other@example.lu").status == 200


def test_a_code_ends_after_ten_minutes(world: World, phone: Phone, clock: Clock):
    phone.give_email()
    code = world.mailed_code(phone.person.email)
    clock.forward(minutes=10, seconds=1)
    assert phone.prove_email(code).reason == "code_expired"


def test_sending_again_voids_the_old_code(world: World, phone: Phone, clock: Clock):
    phone.give_email()
    old = world.mailed_code(phone.person.email)
    clock.forward(seconds=30)
    phone.give_email()
    new = world.mailed_code(phone.person.email)
    if old != new:
        assert phone.prove_email(old).reason == "code_wrong"
    assert phone.prove_email(new).status == 200


def test_pressing_twice_sends_one_code(world: World, phone: Phone):
    assert phone.give_email().status == phone.give_email().status == 200
    assert len([mail for mail in world.mail() if mail.code == Notice.EMAIL_CODE]) == 1


def test_nobody_can_be_flooded_with_codes(world: World, one: Person, clock: Clock):
    answers: list[Answer] = []
    for _ in range(8):
        phone = Phone(world, one, world.letter(one, until="printed").code)
        answers.append(phone.give_email("victim@example.lu"))
        clock.forward(minutes=1)
    assert [answer.reason for answer in answers[-2:]] == ["too_many_tries"] * 2
    assert len([mail for mail in world.mail() if mail.address == "victim@example.lu"]) == 6


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "password_too_short"),
        ("x" * 129, "password_too_long"),
        ("password1234", "password_too_common"),
        ("Anne-Reuter-1", "password_too_common"),
    ],
)
def test_a_weak_password_is_told_and_nothing_is_lost(phone: Phone, password: str, reason: str):
    phone.give_email()
    phone.prove_email()
    answer = phone.choose_password(password)
    assert (answer.status, answer.reason, answer.json["field"]) == (422, reason, "password")
    assert phone.choose_password("🦊🌧️🧀 quatre vélos 🚲🎺").json == {"step": "totp"}


def test_a_wrong_code_of_the_app_is_told_and_a_drifting_clock_with_its_minutes(phone: Phone):
    phone.up_to_the_app()
    secret = phone.progress()["totp_secret"]
    assert phone.enrol(300).reason == "totp_wrong"
    answer = phone.enrol(10)
    assert (answer.reason, answer.json["data"]["minutes"]) == ("totp_clock_drift", 5)
    assert phone.progress()["totp_secret"] == secret
    assert phone.enrol(-1).status == 200


def test_every_step_may_be_sent_twice(world: World, phone: Phone):
    phone.give_email()
    assert phone.give_email().json == {"step": "email_code"}
    code = world.mailed_code(phone.person.email)
    assert phone.prove_email(code).json == {"step": "password"}
    assert phone.prove_email(code).json == {"step": "password"}
    assert phone.choose_password().json == {"step": "totp"}
    secret = phone.progress()["totp_secret"]
    assert phone.choose_password().json == {"step": "totp"}
    assert phone.progress()["totp_secret"] == secret, "the app that was just set up still fits"
    first, second = phone.enrol(secret=secret), phone.enrol(secret=secret)
    assert (first.status, second.status) == (200, 200)
    assert first.json["recovery_codes"] == second.json["recovery_codes"]
    assert first.json["account_number"] == second.json["account_number"]
    assert world.count(Account) == 1
    assert world.count(RecoveryCode) == 10
    me = world.portal(second.json["session"])
    assert me.get("/dsp/v1/session").status == 200
    for _ in range(2):
        assert me.post("/dsp/v1/activation/recovery-codes-kept").status == 204


def test_the_recovery_codes_survive_a_reload_until_they_are_kept(world: World, phone: Phone):
    phone.up_to_the_app()
    done = phone.enrol().json
    me = world.portal(done["session"])
    for _ in range(2):
        shown = me.get("/dsp/v1/activation").json
        assert (shown["step"], shown["recovery_codes"]) == ("recovery_codes", done["recovery_codes"])
    assert me.post("/dsp/v1/activation/recovery-codes-kept").status == 204
    assert me.get("/dsp/v1/activation").json["step"] == "done"
    assert phone.api.get("/dsp/v1/activation").status == 401


def test_an_activation_is_two_lines_of_the_journal(world: World, phone: Phone):
    """The letter that was accepted and the record that is active; asking on is no refused attempt."""
    phone.up_to_the_app()
    me = world.portal(phone.enrol().json["session"])
    me.get("/dsp/v1/activation")
    me.post("/dsp/v1/activation/recovery-codes-kept")
    assert me.get("/dsp/v1/activation").status == 200
    found = me.get("/fhir/AuditEvent?patient=self&_fold=own").json["entry"]
    steps = [
        one["resource"]["outcome"]
        for one in found
        if any(code["code"] == Action.ACTIVATE_RECORD for code in one["resource"]["subtype"])
    ]
    assert steps == ["0", "0"]


def test_a_finished_activation_cannot_be_replayed(phone: Phone, clock: Clock):
    phone.up_to_the_app()
    secret = phone.progress()["totp_secret"]
    phone.enrol(secret=secret)
    clock.forward(minutes=3)
    assert phone.enrol(secret=secret).reason == "step_out_of_order"
    for answer in (phone.give_email("other@example.lu"), phone.choose_password("another-password-77")):
        assert answer.reason == "letter_not_accepted"
    half = phone.world.portal().post("/dsp/v1/sessions", {"email": phone.person.email, "password": PASSWORD})
    assert half.status == 201, "what was chosen first still holds"


def test_going_back_asks_again_what_comes_after(world: World, phone: Phone):
    phone.up_to_the_app()
    assert phone.api.post("/dsp/v1/activation/back", {"step": "email"}).json == {"step": "email"}
    assert phone.choose_password().reason == "step_out_of_order"
    phone.give_email("new@example.lu")
    phone.prove_email(email="new@example.lu")
    phone.choose_password()
    done = phone.enrol().json
    assert world.portal(done["session"]).get("/dsp/v1/account").json["email"] == "new@example.lu"


def test_another_phone_takes_up_the_letter_and_the_proven_address(world: World, one: Person):
    code = world.letter(one).code
    first = Phone(world, one, code)
    first.give_email()
    first.prove_email()
    second = Phone(world, one, code)
    assert second.progress()["proven_email"] == f"{one.email[0]}•••@example.lu"
    answer = second.api.post("/dsp/v1/activation/email", {"use_proven": True})
    assert answer.json == {"step": "password"}
    assert second.progress()["email"] == one.email


def test_nothing_proven_nothing_to_take_up(phone: Phone):
    answer = phone.api.post("/dsp/v1/activation/email", {"use_proven": True})
    assert answer.reason == "step_out_of_order"


def test_an_activation_left_lying_for_two_hours_is_over_and_the_letter_opens_another(
    world: World, one: Person, clock: Clock
):
    code = world.letter(one).code
    phone = Phone(world, one, code)
    clock.forward(hours=1, minutes=55)
    assert phone.progress()["step"] == "email"
    clock.forward(minutes=6)
    assert phone.api.get("/dsp/v1/activation").reason == "session_expired"
    assert world.redeem(one, code).status == 201


def test_two_phones_with_one_letter_and_exactly_one_wins(world_on_each: World):
    world = world_on_each
    one = world.person()
    letter = world.letter(one)
    phones = [Phone(world, one, letter.code, address=f"192.0.2.{number}") for number in range(4)]
    for number, phone in enumerate(phones):
        phone.up_to_the_app(f"anne{number}@example.lu")
    secrets = [phone.progress()["totp_secret"] for phone in phones]
    answers: list[Answer | None] = [None] * len(phones)
    ready = threading.Barrier(len(phones))

    def finish(number: int) -> None:
        ready.wait()
        answers[number] = phones[number].enrol(secret=secrets[number])

    threads = [threading.Thread(target=finish, args=(number,)) for number in range(len(phones))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = sorted(answer.reason or str(answer.status) for answer in answers if answer)
    assert told == ["200", *["letter_not_accepted"] * (len(phones) - 1)]
    assert world.count(Account) == 1
    assert world.count(RecoveryCode) == 10
    assert world.letter_state(letter.letter_id) == LetterState.USED
    winner = next(number for number, answer in enumerate(answers) if answer and answer.status == 200)
    with world.running.database.read() as connection:
        sealed = connection.execute(select(Account.id, Account.email_sealed)).one()
    assert (
        world.running.keys.open(sealed.email_sealed, f"account-email:{sealed.id}")
        == f"anne{winner}@example.lu"
    )


def test_one_letter_tried_by_many_at_the_same_moment(world_on_each: World):
    """Every caller gets a clear answer: nobody meets an error because others came first."""
    world = world_on_each
    one = world.person()
    world.letter(one)
    answers: list[Answer] = []
    ready = threading.Barrier(6)

    def attempt() -> None:
        ready.wait()
        answers.append(world.redeem(one, "0000-0000-0000"))

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.reason for answer in answers} == {"letter_not_accepted"}


def test_a_letter_for_an_activated_account_replaces_every_way_in(world: World):
    one = world.patient("Anne", "Reuter")
    register(world, one)
    laptop = world.signed_in(one)
    old_codes, old_secret = one.recovery_codes, one.secret
    phone = Phone(world, one, world.letter(one).code)
    phone.up_to_the_app("anne.new@example.lu")
    done = phone.enrol().json
    assert done["account_number"] == one.account_number, "it is still the same account"
    assert laptop.get("/dsp/v1/session").reason == "session_expired"
    told = {(mail.code, mail.address) for mail in world.mail()}
    assert {(Notice.SIGN_IN_CHANGED, one.email), (Notice.SIGN_IN_CHANGED, MOBILE)} <= told
    assert (Notice.ACTIVATED, "anne.new@example.lu") in told
    old = world.portal().post("/dsp/v1/sessions", {"email": one.email, "password": PASSWORD})
    assert old.reason == "sign_in_wrong"
    half = world.portal().post("/dsp/v1/sessions", {"email": "anne.new@example.lu", "password": PASSWORD})
    api = world.portal(half.json["session"])
    assert (
        api.post("/dsp/v1/session/second-factor", {"recovery_code": old_codes[0]}).reason
        == "recovery_code_wrong"
    )
    assert api.post("/dsp/v1/session/second-factor", {"totp": code_of(old_secret)}).reason == "totp_wrong"
