"""The holder's own looks stand together, one line a day; nobody else's act and nothing refused is ever among them."""

from typing import Any

from platform_api.vocabulary import LOOKS, Right
from tests.platform_api.world import DOCTOR, Person, World
from tests.support.clock import Clock


def _look_around(world: World, anne: Person) -> None:
    me = world.signed_in(anne)
    for path in ("dossier", "rights", "emergency", "confidentiality", "dossier", "petitions"):
        assert me.get(f"/dsp/v1/{path}").status == 200, path


def _journal(world: World, anne: Person, **query: Any) -> dict[str, Any]:
    asked = {"patient": f"Patient/{anne.id}", "_fold": "own", "_count": "100", **query}
    answer = world.signed_in(anne).get("/fhir/AuditEvent", query_string=asked)
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json
    return found


def _codes(bundle: dict[str, Any], mode: str) -> list[tuple[str, str]]:
    return [
        (entry["resource"]["subtype"][0]["code"], entry["resource"]["outcome"])
        for entry in bundle.get("entry", [])
        if entry["search"]["mode"] == mode
    ]


def test_the_looks_of_a_day_are_one_line_and_the_others_stand_below_it(world: World, clock: Clock):
    anne = world.patient()
    _look_around(world, anne)
    clock.forward(days=1)
    _look_around(world, anne)
    found = _journal(world, anne)
    lines = [code for code, _outcome in _codes(found, "match") if code in LOOKS]
    assert len(lines) == 2
    assert len(_codes(found, "include")) == 2 * 4  # the second of two in a row goes on as before
    assert found["total"] == len(_codes(found, "match"))


def test_nobody_elses_act_and_nothing_refused_is_folded(world: World):
    anne, doctor = world.patient(), world.doctor()
    world.deposit(anne)
    form = {"patient": f"Patient/{anne.id}", "status": "current"}
    for _one in range(3):
        _look_around(world, anne)
        assert doctor.post("/fhir/DocumentReference/_search", form=form).status == 404
        world.signed_in(anne).get("/dsp/v1/documents/unknown/confidentiality")
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    for _one in range(2):
        _look_around(world, anne)
        assert doctor.post("/fhir/DocumentReference/_search", form=form).status == 200
    shown = _codes(_journal(world, anne), "match")
    assert shown.count(("document.list", "4")) == 3
    assert shown.count(("document.list", "0")) == 2
    assert shown.count(("confidentiality.read", "4")) == 3
    assert {code for code, _outcome in _codes(_journal(world, anne), "include")} <= LOOKS


def test_every_look_is_still_in_the_copy_and_in_the_unfolded_log(world: World):
    anne = world.patient()
    _look_around(world, anne)
    copied = world.signed_in(anne).get("/dsp/v1/journal/copy").data.splitlines()
    assert len(copied) == len(world.entries(anne.id)) - 1  # the copy itself comes after
    assert not _codes(_journal(world, anne, _fold="no"), "include")


def test_a_page_holds_as_many_lines_as_were_asked_for(world: World, clock: Clock):
    anne = world.patient()
    for _day in range(4):
        clock.forward(days=1)
        _look_around(world, anne)
        world.deposit(anne)
    pages = [_journal(world, anne, _count="3", _offset=str(offset)) for offset in (0, 3, 6)]
    shown = [
        entry["resource"]["id"]
        for page in pages
        for entry in page["entry"]
        if entry["search"]["mode"] == "match"
    ]
    assert len(shown) == len(set(shown)) == pages[0]["total"] == 8
