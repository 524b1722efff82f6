"""Address and password, then a second factor, each code once; and the ways back in (domain.md, signing in)."""

import threading

import pytest

from platform_api.vocabulary import Notice
from tests.platform_api.world import PASSWORD, Answer, Api, Person, World, code_of
from tests.support.clock import Clock

NEW_PASSWORD = "kamäin-giel-fënster-48"


@pytest.fixture
def anne(world: World) -> Person:
    """Someone with an account."""
    return world.patient("Anne", "Reuter")


def _sign_in(world: World, email: str, password: str = PASSWORD, **more) -> Answer:
    return world.portal().post("/dsp/v1/sessions", {"email": email, "password": password, **more})


def _factor(half: Api, **given) -> Answer:
    return half.post("/dsp/v1/session/second-factor", given)


def test_both_factors_open_the_record(world: World, anne: Person):
    half = _sign_in(world, f" {anne.email.upper()} ")
    assert (half.status, half.json["step"]) == (201, "second_factor")
    whole = _factor(world.portal(half.json["session"]), totp=anne.totp())
    assert whole.json["recovery_codes_left"] == 10
    assert world.portal(whole.json["session"]).get("/dsp/v1/dossier").status == 200


def test_an_unknown_address_and_a_wrong_password_look_the_same(world: World, anne: Person):
    known = _sign_in(world, anne.email, "not-the-password-1")
    unknown = _sign_in(world, "nobody@example.lu", "not-the-password-1")
    assert known.told == unknown.told
    assert (known.status, known.reason) == (422, "sign_in_wrong")


def test_they_cost_the_same_statements_too(world: World, anne: Person):
    work = []
    _sign_in(world, "somebody@example.lu")  # the system's own chain has begun
    for email in (anne.email, "nobody@example.lu"):
        with world.statements() as seen:
            _sign_in(world, email, "not-the-password-1")
        work.append([statement.split()[0] for statement in seen])
    assert work[0] == work[1]


def test_a_code_of_the_app_is_good_once(world: World, anne: Person):
    code = anne.totp()
    assert _factor(world.halfway_in(anne), totp=code).status == 200
    again = _factor(world.halfway_in(anne), totp=code)
    assert (again.status, again.reason) == (422, "totp_replayed")
    assert _factor(world.halfway_in(anne), totp=anne.totp(-1)).reason == "totp_replayed"
    assert _factor(world.halfway_in(anne), totp=anne.totp(1)).status == 200


def test_of_two_at_the_same_moment_one_code_opens_once(world_on_each: World):
    world = world_on_each
    anne = world.patient()
    halves = [world.halfway_in(anne) for _ in range(5)]
    code, answers, ready = anne.totp(), [], threading.Barrier(5)

    def prove(half: Api) -> None:
        ready.wait()
        answers.append(_factor(half, totp=code).reason)

    threads = [threading.Thread(target=prove, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["", *["totp_replayed"] * 4]


def test_a_recovery_code_is_good_once_and_read_forgivingly(world: World, anne: Person):
    code = anne.recovery_codes[0]
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "i")
    assert _factor(world.halfway_in(anne), recovery_code=typed).json["recovery_codes_left"] == 9
    assert _factor(world.halfway_in(anne), recovery_code=code).reason == "recovery_code_wrong"
    assert _factor(world.halfway_in(anne), recovery_code=anne.recovery_codes[1]).status == 200


def test_somebody_elses_recovery_code_opens_nothing(world: World, anne: Person):
    berta = world.patient("Berta", "Klein")
    assert (
        _factor(world.halfway_in(anne), recovery_code=berta.recovery_codes[0]).reason == "recovery_code_wrong"
    )


def test_five_wrong_second_factors_close_the_door_across_sessions(world: World, anne: Person, clock: Clock):
    for _ in range(5):
        assert _factor(world.halfway_in(anne), totp="000000").reason in ("totp_wrong", "totp_replayed")
    for given in ({"totp": anne.totp()}, {"recovery_code": anne.recovery_codes[0]}):
        refused = _factor(world.halfway_in(anne), **given)
        assert (refused.status, refused.reason) == (429, "too_many_tries")
        assert int(refused.headers["retry-after"]) > 0
    clock.forward(minutes=15, seconds=5)
    assert _factor(world.halfway_in(anne), totp=anne.totp()).status == 200


@pytest.mark.parametrize(
    "given", [{}, {"totp": ""}, {"totp": None}, {"recovery_code": ""}, {"totp": "abcdef"}]
)
def test_nothing_given_opens_nothing(world: World, anne: Person, given: dict):
    assert _factor(world.halfway_in(anne), **given).status == 422


def test_ten_wrong_passwords_make_the_address_wait(world: World, anne: Person, clock: Clock):
    for _ in range(10):
        assert _sign_in(world, anne.email, "not-the-password-1").reason == "sign_in_wrong"
    refused = _sign_in(world, anne.email)
    assert (refused.status, refused.reason) == (429, "too_many_tries")
    assert 0 < refused.json["retry_after"] <= 300
    other = world.patient("Berta", "Klein")
    assert _sign_in(world, other.email).status == 201
    clock.forward(minutes=5, seconds=5)
    assert _sign_in(world, anne.email).status == 201


def _from(world: World, address: str, email: str, password: str = "not-the-password-1") -> Answer:
    return world.portal(address=address).post("/dsp/v1/sessions", {"email": email, "password": password})


def test_guessing_one_account_from_many_addresses_is_stopped(world: World, anne: Person, clock: Clock):
    """60 tries in a quarter of an hour from everywhere, none of which waited by itself."""
    for place in range(60):
        assert _from(world, f"203.0.{place}.7", anne.email).reason == "sign_in_wrong"
    refused = _from(world, "198.51.100.9", anne.email, PASSWORD)
    assert (refused.status, refused.reason) == (429, "too_many_tries")
    assert _from(world, "203.0.1.7", world.patient("Berta", "Klein").email, PASSWORD).status == 201
    clock.forward(minutes=15, seconds=5)
    assert _from(world, "198.51.100.9", anne.email, PASSWORD).status == 201


def test_guessing_many_accounts_from_one_address_is_stopped(world: World, anne: Person):
    for number in range(60):
        assert _from(world, "203.0.113.7", f"somebody-{number}@example.lu").reason == "sign_in_wrong"
    for address in ("203.0.113.7", "203.0.113.250"):  # one household, whatever it calls itself
        assert _from(world, address, anne.email, PASSWORD).status == 429
    assert _from(world, "198.51.100.9", anne.email, PASSWORD).status == 201


def test_one_machine_alone_shuts_nobody_out(world: World, anne: Person, clock: Clock):
    for _ in range(6):
        for _ in range(11):
            _from(world, "203.0.113.7", anne.email)
        assert _from(world, "198.51.100.9", anne.email, PASSWORD).status == 201
        clock.forward(minutes=2)


def test_wrong_credentials_beside_half_a_sign_in_are_just_wrong(world: World, anne: Person):
    """The form sent again from a browser that already waits for the second factor."""
    half = world.halfway_in(anne)
    answer = half.post("/dsp/v1/sessions", {"email": anne.email, "password": "not-the-password-1"})
    assert answer.status < 500
    assert answer.reason == "sign_in_wrong"
    assert half.post("/dsp/v1/sessions", {"email": anne.email, "password": PASSWORD}).status == 201


def test_a_couple_that_shares_an_address_also_gives_the_account_number(world: World, anne: Person):
    bert = world.patient("Bert", "Reuter", email=anne.email)
    assert _sign_in(world, anne.email).reason == "account_number_needed"
    number = f"{bert.account_number[:4]} {bert.account_number[4:]}"
    half = _sign_in(world, anne.email, account_number=number)
    whole = _factor(world.portal(half.json["session"]), totp=bert.totp())
    assert world.portal(whole.json["session"]).get("/dsp/v1/account").json["name"] == "Bert Reuter"
    assert _sign_in(world, anne.email, account_number="00000000").reason == "sign_in_wrong"


def _link(world: World, email: str) -> str:
    assert world.portal().post("/dsp/v1/password-resets", {"email": email}).told == (202, b"{}")
    return [mail.parameters["token"] for mail in world.mail() if mail.code == Notice.PASSWORD_LINK][-1]


def _redeem(world: World, token: str, password: str = NEW_PASSWORD, **factor) -> Answer:
    return world.portal().post(
        "/dsp/v1/password-resets/redeem", {"token": token, "password": password, **factor}
    )


def test_a_forgotten_password_takes_the_link_and_the_second_factor(world: World, anne: Person):
    me = world.signed_in(anne)
    token = _link(world, anne.email)
    assert _redeem(world, token, totp="000000").reason in ("totp_wrong", "totp_replayed")
    assert _redeem(world, token).status == 422
    assert _redeem(world, token, totp=anne.totp()).status == 204
    assert me.get("/dsp/v1/session").reason == "session_expired", "every session ended"
    assert [(mail.code, mail.address) for mail in world.mail()] == [(Notice.PASSWORD_CHANGED, anne.email)]
    assert _sign_in(world, anne.email).reason == "sign_in_wrong"
    assert _sign_in(world, anne.email, NEW_PASSWORD).status == 201
    assert _redeem(world, token, totp=anne.totp(1)).reason == "link_not_accepted", "a link is good once"


def test_a_link_ends_after_half_an_hour(world: World, anne: Person, clock: Clock):
    token = _link(world, anne.email)
    clock.forward(minutes=30, seconds=1)
    assert _redeem(world, token, totp=anne.totp()).reason == "link_not_accepted"


def test_a_weak_new_password_spends_nothing(world: World, anne: Person):
    token = _link(world, anne.email)
    code = anne.totp()
    assert _redeem(world, token, "short", totp=code).reason == "password_too_short"
    assert _redeem(world, token, totp=code).status == 204


def test_a_new_password_is_not_made_of_the_own_name_address_or_birth_date(world: World, anne: Person):
    token, code = _link(world, anne.email), anne.totp()
    local = anne.email.partition("@")[0]
    for password in ("Reuter-Anne-1", "anne.reuter.12", f"{local}-{local}-1", "03021951-03021951"):
        assert _redeem(world, token, password, totp=code).reason == "password_too_common", password
    assert _redeem(world, token, "Reuter-Sonnenschirm-Kachel", totp=code).status == 204, "nothing was spent"


def test_asking_for_a_link_never_tells_who_has_an_account(world: World, anne: Person):
    told = {
        world.portal().post("/dsp/v1/password-resets", {"email": email}).told
        for email in (anne.email, "nobody@example.lu", "no address at all", "")
    }
    assert told == {(202, b"{}")}
    assert {mail.address for mail in world.mail()} == {anne.email}


def test_nobodys_mailbox_is_flooded_with_links(world: World, anne: Person):
    for _ in range(12):
        world.portal().post("/dsp/v1/password-resets", {"email": anne.email})
    assert len(world.mail()) <= 6


def test_the_language_of_letters_and_mail_can_be_changed(world: World, anne: Person):
    me = world.signed_in(anne)
    assert me.call("PATCH", "/dsp/v1/account", {"language": "lb"}).status == 204
    assert me.get("/dsp/v1/account").json["language"] == "lb"
    assert me.call("PATCH", "/dsp/v1/account", {"language": "lb", "role": "operator"}).status == 400
    assert me.call("PATCH", "/dsp/v1/account", {"email": "x@y.lu"}).status == 400


def test_signing_in_stands_in_the_own_chain(world: World, anne: Person):
    half = _sign_in(world, anne.email)
    _factor(world.portal(half.json["session"]), totp="000000")
    _factor(world.portal(half.json["session"]), totp=anne.totp())
    kept = [(entry["action"], entry["outcome"]) for entry in world.entries(anne.id)]
    assert kept == [("session.open", "allowed"), ("session.open", "refused"), ("session.open", "allowed")]
    assert code_of(anne.secret) not in str(world.entries(anne.id))
