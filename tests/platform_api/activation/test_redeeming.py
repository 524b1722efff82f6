"""Matricule and code: typing errors told kindly, every true failure answered alike, tries counted (domain.md)."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from platform_api import letter_codes, throttles
from platform_api.models import Activation, Letter
from platform_api.vocabulary import DossierState, LetterState, Notice
from tests.platform_api.phone import Phone
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

TYPO_FREE_NUMBER = "1983081234566"


def _other_code() -> str:
    return letter_codes.grouped(letter_codes.mint())


def _unknown_person(world: World) -> tuple[str, str]:
    return TYPO_FREE_NUMBER, _other_code()


def _wrong_code(world: World) -> tuple[str, str]:
    one = world.person()
    world.letter(one)
    return one.matricule, _other_code()


def _somebody_elses_code(world: World) -> tuple[str, str]:
    one, other = world.person(), world.person("Berta")
    world.letter(one)
    return one.matricule, world.letter(other).code


def _expired(world: World) -> tuple[str, str]:
    one = world.person()
    code = world.letter(one).code
    with world.running.database.write() as connection:
        past = update(Letter).where(Letter.patient_id == one.id)
        connection.execute(past.values(valid_until=Letter.minted_at))
    return one.matricule, code


def _used(world: World) -> tuple[str, str]:
    one = world.person()
    code = world.letter(one).code
    Phone(world, one, code).activate()
    world.mail()
    return one.matricule, code


def _returned(world: World) -> tuple[str, str]:
    one = world.person()
    return one.matricule, world.letter(one, until="returned").code


def _not_acknowledged(world: World) -> tuple[str, str]:
    one = world.person()
    return one.matricule, world.letter(one, until="minted").code


def _locked(world: World) -> tuple[str, str]:
    one = world.person()
    code = world.letter(one).code
    for _ in range(5):
        world.redeem(one, _other_code(), address="203.0.113.9")
    return one.matricule, code


def _dead(world: World) -> tuple[str, str]:
    one = world.person()
    code = world.letter(one).code
    name = world.running.keys.find_by("letter-tries", one.matricule)
    unblocked = throttles.Limit(1000, throttles.LETTER.window, throttles.LETTER.blocks, 20)
    with world.running.database.write() as connection:
        for _ in range(20):
            throttles.count(connection, name, "letter", unblocked)
    return one.matricule, code


def _objected(world: World) -> tuple[str, str]:
    one = world.person()
    code = world.letter(one).code
    world.portal().post("/dsp/v1/objections", {"matricule": one.matricule, "code": code})
    return one.matricule, code


def _closed(world: World) -> tuple[str, str]:
    one = world.person()
    code = world.letter(one).code
    world.set_state(one, DossierState.CLOSED)
    return one.matricule, code


FAILURES: tuple[Callable[[World], tuple[str, str]], ...] = (
    _unknown_person,
    _wrong_code,
    _somebody_elses_code,
    _expired,
    _used,
    _returned,
    _not_acknowledged,
    _locked,
    _dead,
    _objected,
    _closed,
)


def test_every_failure_looks_the_same_and_costs_the_same(world: World):
    """Status, body and the number of SQL statements: nothing to learn from an answer or from its time."""
    world.person()  # the system's own chain has begun
    told, work = {}, {}
    for number, failure in enumerate(FAILURES):
        matricule, code = failure(world)
        body = {"matricule": matricule, "code": code}
        api = world.portal(address=f"198.51.{number}.7")
        api.post(
            "/dsp/v1/activations", {**body, "code": _other_code()}
        )  # a first try of today, like any other
        with world.statements() as seen:
            answer = api.post("/dsp/v1/activations", body)
        told[failure.__name__] = answer.told
        work[failure.__name__] = [statement.split()[0] for statement in seen]
    assert {status for status, _body in told.values()} == {422}
    assert set(told.values()) == {told["_unknown_person"]}
    assert b"letter_not_accepted" in told["_unknown_person"][1]
    del work["_closed"]  # its code was right: whoever holds the letter learns nothing from the time
    lengths = {name: len(statements) for name, statements in work.items()}
    assert len(set(lengths.values())) == 1, lengths


def test_objecting_answers_failures_like_activating(world: World):
    bodies = set()
    for failure in FAILURES:
        matricule, code = failure(world)
        answer = world.portal().post("/dsp/v1/objections", {"matricule": matricule, "code": code})
        bodies.add(answer.told)
    assert len(bodies) == 1
    assert b"letter_not_accepted" in bodies.pop()[1]


@pytest.mark.parametrize(
    ("matricule", "code", "field", "reason"),
    [
        ("1983081234567", "0000-0000-0000", "matricule", "matricule_typo"),
        ("19830812345", "0000-0000-0000", "matricule", "matricule_old"),
        ("1983081234566", "0000-0000-0001", "code", "code_typo"),
        ("1983081234566", "ABC", "code", "code_typo"),
    ],
)
def test_a_typing_error_is_told_before_anything_is_looked_up_or_counted(
    world: World, matricule: str, code: str, field: str, reason: str
):
    for _ in range(30):
        with world.statements() as seen:
            answer = world.portal().post("/dsp/v1/activations", {"matricule": matricule, "code": code})
        assert (answer.status, answer.json["code"], answer.json["field"]) == (422, reason, field)
        assert seen == []


def test_a_code_is_read_forgivingly(world: World):
    one = world.person()
    code = world.letter(one).code
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    spaced = f"{one.matricule[:4]} {one.matricule[4:8]} {one.matricule[8:]}"
    answer = world.portal().post("/dsp/v1/activations", {"matricule": spaced, "code": typed})
    assert (answer.status, answer.json["step"]) == (201, "email")


def test_five_wrong_tries_close_the_door_for_a_quarter_of_an_hour(world: World, clock: Clock):
    one = world.person()
    code = world.letter(one).code
    for _ in range(5):
        assert world.redeem(one, _other_code()).status == 422
    assert world.redeem(one, code).reason == "letter_not_accepted"
    clock.forward(minutes=14)
    assert world.redeem(one, code).reason == "letter_not_accepted"
    clock.forward(minutes=2)
    assert world.redeem(one, code).status == 201


def test_a_code_cannot_be_guessed_from_many_addresses(world: World, clock: Clock):
    """Tries are counted against the matricule: after twenty the letter is dead, wherever they came from."""
    one = world.person()
    letter = world.letter(one)
    for number in range(23):
        world.redeem(one, _other_code(), address=f"198.51.{number}.7")
        clock.forward(hours=25)
    clock.back(hours=25 * 23)
    assert world.letter_state(letter.letter_id) == LetterState.REVOKED
    assert world.redeem(one, letter.code).reason == "letter_not_accepted"


def test_a_new_letter_forgives_the_tries(world: World):
    one = world.person()
    world.letter(one)
    for _ in range(6):
        world.redeem(one, _other_code())
    assert world.redeem(one, world.letter(one).code).status == 201


def test_one_address_that_tries_many_people_is_told_to_wait(world: World, clock: Clock):
    for _ in range(60):
        answer = world.portal(address="203.0.113.77").post(
            "/dsp/v1/activations", {"matricule": TYPO_FREE_NUMBER, "code": _other_code()}
        )
    assert answer.reason == "letter_not_accepted"
    one = world.person()
    code = world.letter(one).code
    for address in ("203.0.113.77", "203.0.113.200"):  # the same block of addresses
        refused = world.redeem(one, code, address=address)
        assert (refused.status, refused.reason) == (429, "too_many_tries")
        assert 0 < int(refused.headers["retry-after"]) <= 15 * 60
    assert world.redeem(one, code, address="203.0.114.1").status == 201
    clock.forward(minutes=16)
    assert world.redeem(one, code, address="203.0.113.77").status == 201


def test_only_the_portal_may_say_where_a_visitor_comes_from(world: World):
    """Other software's word for the address is not taken."""
    software = world.software("lab", scopes=("system/DocumentReference.write",))
    answer = software.post("/dsp/v1/activations", {"matricule": TYPO_FREE_NUMBER, "code": _other_code()})
    assert answer.status in (401, 403, 422)
    assert answer.reason != "too_many_tries"


def test_the_true_reason_goes_to_the_registered_address_once_a_day(world: World, clock: Clock):
    one = world.patient()
    world.letter(one)
    for _ in range(3):
        world.redeem(one, _other_code())
    assert [(mail.code, mail.address) for mail in world.mail()] == [(Notice.LETTER_NOT_ACCEPTED, one.email)]
    clock.forward(hours=25)
    world.redeem(one, _other_code())
    assert [mail.code for mail in world.mail()] == [Notice.LETTER_NOT_ACCEPTED]


def test_nobody_is_told_where_nobody_is_registered(world: World):
    world.portal().post("/dsp/v1/activations", {"matricule": TYPO_FREE_NUMBER, "code": _other_code()})
    one = world.person()
    world.redeem(one, _other_code())
    assert world.mail() == []


@pytest.mark.parametrize("until", ["printed", "posted"])
def test_a_code_counts_once_its_letter_was_handed_over(world: World, until: str):
    one = world.person()
    assert world.redeem(one, world.letter(one, until=until).code).status == 201


def test_an_earlier_letter_works_until_one_is_used(world: World, clock: Clock):
    """Letters that crossed in the post: either opens, then neither does."""
    one = world.person()
    first = world.letter(one)
    clock.forward(days=2)
    second = world.letter(one)
    assert world.redeem(one, second.code).status == 201
    Phone(world, one, first.code).activate()
    assert world.redeem(one, second.code).reason == "letter_not_accepted"
    assert world.redeem(one, first.code).reason == "letter_not_accepted"


def test_a_code_ends_after_thirty_days(world: World, clock: Clock):
    one = world.person()
    code = world.letter(one).code
    clock.forward(days=29, hours=23)
    assert world.redeem(one, code).status == 201
    clock.forward(hours=2)
    assert world.redeem(one, code).reason == "letter_not_accepted"


def test_a_refused_try_stands_in_the_persons_chain_without_the_code(world: World):
    one = world.person()
    world.letter(one)
    typed = _other_code()
    world.redeem(one, typed)
    entry = world.entries(one.id)[-1]
    assert (entry["action"], entry["outcome"], entry["reason"]) == (
        "record.activate",
        "refused",
        "letter_not_accepted",
    )
    assert typed not in str(entry)
    assert typed.replace("-", "") not in str(entry)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"matricule": "1983081234566"}',
        b'{"matricule": 1983081234566, "code": "x"}',
        b'{"matricule": "1983081234566", "code": "x", "role": "operator"}',
        b'{"matricule": null, "code": null}',
        b'{"matricule": "1983081234566", "code": "x", "code": "y"}',
        b"\xff\xfe",
        b"[" * 5000,
    ],
)
def test_a_request_of_another_shape_is_refused(world: World, body: bytes):
    answer = world.portal().call("POST", "/dsp/v1/activations", data=body, content_type="application/json")
    assert (answer.status, answer.reason) == (400, "malformed_request")


def test_a_huge_request_is_refused_unread(world: World):
    answer = world.portal().post("/dsp/v1/activations", {"matricule": "1" * 70_000, "code": "x"})
    assert answer.status == 413


def _activations(world: World, one: Person) -> int:
    return world.count(Activation)


def test_a_failure_leaves_nothing_behind_but_its_count(world: World):
    one = world.person()
    world.letter(one)
    world.redeem(one, _other_code())
    assert _activations(world, one) == 0
    assert world.state(one) == DossierState.CREATED
