"""An address that changed lately: no letter on request, at the desk only with an identity document seen."""

from pathlib import Path

import pytest
from sqlalchemy import select

from platform_api import operations
from platform_api.models import Letter, Patient
from platform_api.operations import OperationFailed
from platform_api.vocabulary import SMS, LetterState
from tests.platform_api.calls import Answer
from tests.platform_api.phones import LANDLINE, MOBILE, register
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

DESK = "/dsp/v1/helpdesk"
HEAD = "matricule,address,postal_code,city,country\n"
NEW = '"12, Grand-Rue",1661,Luxembourg,LU\n'
OLD = """"3,  rue de l'église",9090,WARKEN,lu\n"""


def moves(world: World, tmp_path: Path, one: Person, where: str = NEW) -> operations.Moved:
    """The directory sends this address for the person."""
    file = tmp_path / "addresses.csv"
    file.write_text(f"{HEAD}{one.matricule},{where}", "utf-8")
    return operations.take_addresses(world.settings, file)


def ask(world: World, one: Person) -> Answer:
    return world.portal().post("/dsp/v1/letters", {"matricule": one.matricule, "last_name": one.family})


def letters(world: World) -> list[str]:
    with world.running.database.read() as connection:
        return list(connection.execute(select(Letter.state).order_by(Letter.asked_at, Letter.id)).scalars())


def told(world: World) -> list[str]:
    return [one.address for one in world.mail() if one.code == "letter_not_sent"]


def test_another_address_is_dated_and_the_same_written_otherwise_is_not(world: World, tmp_path: Path):
    one = world.person()
    done = moves(world, tmp_path, one, OLD)
    assert (done.changed, done.same, done.unknown) == (0, 1, 0)
    done = moves(world, tmp_path, one)
    assert (done.changed, done.same, done.unknown) == (1, 0, 0)
    with world.running.database.read() as connection:
        row = connection.execute(select(Patient.city, Patient.address_changed_at)).one()
    assert row.city == "Luxembourg"
    assert row.address_changed_at is not None


def test_a_file_with_a_wrong_row_changes_nothing(world: World, tmp_path: Path):
    one, file = world.person(), tmp_path / "addresses.csv"
    for wrong in (
        f"{HEAD}{one.matricule},{NEW}1983081234567,{NEW}",
        f"{HEAD}{one.matricule},,1661,X,LU\n",
        "city\n",
    ):
        file.write_text(wrong, "utf-8")
        with pytest.raises(OperationFailed):
            operations.take_addresses(world.settings, file)
    with world.running.database.read() as connection:
        assert connection.execute(select(Patient.city)).scalar_one() == "Warken"


def test_on_request_no_letter_is_sent_and_the_answer_is_the_same(world: World, tmp_path: Path, clock: Clock):
    anne, stranger = world.patient(), world.person("Ben", "Adam")
    usual = ask(world, stranger).told
    moves(world, tmp_path, anne)
    before = len(letters(world))
    assert ask(world, anne).told == usual
    assert len(letters(world)) == before
    assert told(world) == [anne.email]
    ask(world, anne)
    assert told(world) == [], "told once a day"
    clock.forward(days=29)
    ask(world, anne)
    assert len(letters(world)) == before
    clock.forward(days=2)
    assert ask(world, anne).told == usual
    assert len(letters(world)) == before + 1


def test_who_has_no_contact_is_told_nothing_and_gets_no_letter(world: World, tmp_path: Path):
    one = world.person()
    moves(world, tmp_path, one)
    assert ask(world, one).status == 202
    assert (letters(world), world.mail()) == ([], [])


def test_a_registered_mobile_is_told_beside_the_e_mail_once_a_day(world: World, tmp_path: Path, clock: Clock):
    anne = world.patient()
    register(world, anne)
    moves(world, tmp_path, anne)
    ask(world, anne)
    mail = [one for one in world.mail() if one.code == "letter_not_sent"]
    assert sorted((one.channel, one.address, one.parameters) for one in mail) == [
        ("email", anne.email, {}),
        (SMS, MOBILE, {}),
    ]
    ask(world, anne)
    assert told(world) == []
    clock.forward(days=2)
    ask(world, anne)
    assert sorted(told(world)) == sorted([anne.email, MOBILE])


def test_somebody_without_an_account_is_told_by_text_message_alone_once_a_day(world: World, tmp_path: Path):
    one = world.person()
    register(world, one)
    moves(world, tmp_path, one)
    ask(world, one)
    ask(world, one)
    assert [(mail.channel, mail.address) for mail in world.mail()] == [(SMS, MOBILE)]
    assert letters(world) == []


def test_a_landline_gets_no_text_message(world: World, tmp_path: Path):
    one = world.person()
    register(world, one, LANDLINE)
    moves(world, tmp_path, one)
    ask(world, one)
    assert world.mail() == []


def test_a_letter_that_waits_for_the_printer_does_not_follow_the_new_address(world: World, tmp_path: Path):
    one = world.person()
    ask(world, one)
    moves(world, tmp_path, one)
    assert letters(world) == [LetterState.REVOKED]
    assert operations.mint_letters(world.settings) == []


def test_the_desk_sees_why_and_needs_an_identity_document(world: World, tmp_path: Path, clock: Clock):
    one, tom = world.person(), world.staff()
    moves(world, tmp_path, one)
    for level in (1, 2):
        desk = world.helping(tom, one.id, level)
        refused = desk.post(f"{DESK}/letters", {})
        assert (refused.status, refused.reason) == (422, "address_is_new")
        case = desk.get(f"{DESK}/case").json
        assert [row["what"] for row in case["stuck"]] == ["no_letter", "address_is_new"]
        (act,) = [row for row in case["acts"] if row["act"] == "letter"]
        assert (act["level"], act["ready"]) == (3, False)
    desk = world.helping(tom, one.id, 3)
    assert desk.post(f"{DESK}/letters", {}).status == 201
    clock.forward(days=31)
    other = world.person("Ben", "Adam")
    assert world.helping(tom, other.id, 1).post(f"{DESK}/letters", {}).status == 201
    case = world.helping(tom, one.id, 1).get(f"{DESK}/case").json
    assert [row["what"] for row in case["stuck"]] == ["letter_waiting"]
