"""Copies of a journal and receipts: what was signed can be checked later, and a change shows."""

from typing import Any

from sqlalchemy import text

from tests.platform_api.world import Person, World


def _receipt(world: World, one: Person, position: int = 0) -> str:
    entry = world.entries(one.id)[position]["id"]
    answer = world.signed_in(one).get(f"/dsp/v1/journal/{entry}/receipt")
    assert answer.status == 200, answer
    return str(answer.json["receipt"])


def _verdict(world: World, receipt: str) -> dict[str, Any]:
    answer = world.portal().post("/dsp/v1/receipts/check", {"receipt": receipt})
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json
    return found


def _by_hand(world: World, statement: str, **values: Any) -> None:
    """What somebody with the database in their hands could do; the triggers are taken away first."""
    with world.running.database.write() as connection:
        for (name,) in connection.execute(
            text("select name from sqlite_master where type = 'trigger'")
        ).all():
            connection.execute(text(f"drop trigger {name}"))
        connection.execute(text(statement), values)


def test_a_receipt_stands_and_tells_nothing_of_the_record(world: World):
    anne = world.patient()
    world.deposit(anne)
    receipt = _receipt(world, anne)
    world.deposit(anne)  # the chain goes on
    found = _verdict(world, receipt)
    assert found["verdict"] == "stands"
    assert anne.id not in str(found)
    assert "Reuter" not in str(found)


def test_a_changed_entry_shows(world: World):
    anne = world.patient()
    world.deposit(anne)
    world.deposit(anne)
    receipt = _receipt(world, anne)
    _by_hand(world, "update audit_entries set role = 'agent' where chain = :c and number = 1", c=anne.id)
    assert _verdict(world, receipt)["verdict"] == "changed"


def test_an_entry_that_was_cut_out_after_it_shows(world: World):
    anne = world.patient()
    for _one in range(3):
        world.deposit(anne)
    receipt = _receipt(world, anne)
    _by_hand(world, "delete from audit_entries where chain = :c and number = 2", c=anne.id)
    assert _verdict(world, receipt)["verdict"] == "changed"


def test_a_receipt_whose_entry_was_taken_out_says_that_this_must_not_be(world: World):
    anne = world.patient()
    world.deposit(anne)
    receipt = _receipt(world, anne)
    _by_hand(world, "delete from audit_entries where chain = :c and number = 1", c=anne.id)
    assert _verdict(world, receipt)["verdict"] == "changed"


def test_what_is_not_ours_is_no_receipt(world: World):
    anne = world.patient()
    world.deposit(anne)
    receipt = _receipt(world, anne)
    head, body, signature = receipt.split(".")
    access_token = world.token("dsp-portal", "portal")
    for bad in ("", "x", f"{head}.{body}.", f"{head}.{body[:-2]}.{signature}", access_token, "a" * 5000):
        assert _verdict(world, bad)["verdict"] == "not_ours"


def test_a_copy_holds_every_entry_and_its_seal_stands(world: World):
    anne = world.patient()
    for _one in range(3):
        world.deposit(anne)
    answer = world.signed_in(anne).get("/dsp/v1/journal/copy")
    assert answer.status == 200
    assert len(answer.data.splitlines()) == 3
    assert _verdict(world, answer.headers["dsp-seal"])["verdict"] == "stands"


def test_one_period_and_only_what_others_did(world: World, clock):
    anne = world.patient()
    world.deposit(anne)
    me = world.signed_in(anne)
    me.get("/dsp/v1/dossier")
    others = me.get("/dsp/v1/journal/copy", query_string={"_only": "others"}).data.splitlines()
    assert len(others) == 1, [(e["action"], e["role"]) for e in world.entries(anne.id)]
    assert me.get("/dsp/v1/journal/copy", query_string={"date": "ge2199-01-01"}).data == b""
