"""Drafts: nothing is lost and nothing overwritten in silence, whatever tabs, batteries and networks do."""

import pytest

from platform_api.models import StatementDraft
from platform_api.vocabulary import DossierState
from tests.platform_api.statement.writing import PATH, WHOLE, save, state, typed
from tests.platform_api.world import Api, Person, World


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient()


@pytest.fixture
def me(world: World, anne: Person) -> Api:
    return world.signed_in(anne)


def test_a_draft_is_there_on_another_phone(world: World, anne: Person, me: Api):
    save(me, content=WHOLE)
    (draft,) = state(world.signed_in(anne))["drafts"]
    assert draft["content"]["allergies"] == WHOLE["allergies"]
    assert draft["content"]["contacts"][0]["phone"] == "621 123 456"


def test_a_tab_goes_on_saving_its_own_text(me: Api):
    first = save(me, "Ruhe", tab="t1", serial=1)
    second = save(me, "Ruhe und Musik", tab="t1", serial=2, draft=first["id"], version=first["version"])
    assert (second["id"], second["version"], second["beside"]) == (first["id"], 2, False)
    assert [one["content"]["what_matters"] for one in state(me)["drafts"]] == ["Ruhe und Musik"]


def test_two_tabs_keep_two_texts(me: Api):
    start = save(me, "Anfang", tab="t1", serial=1)
    one = save(me, "Erster Text", tab="t2", draft=start["id"], version=1)
    other = save(me, "Zweiter Text", tab="t3", draft=start["id"], version=1)
    assert (one["beside"], other["beside"]) == (False, True)
    assert other["id"] != one["id"]
    texts = {draft["content"]["what_matters"] for draft in state(me)["drafts"]}
    assert texts == {"Erster Text", "Zweiter Text"}


def test_two_first_tabs_keep_two_texts(me: Api):
    save(me, "Erster Text", tab="t1")
    assert save(me, "Zweiter Text", tab="t2")["beside"] is True


def test_the_same_text_from_two_tabs_is_one(me: Api):
    one, other = save(me, "Ruhe", tab="t1"), save(me, "Ruhe", tab="t2")
    assert (other["id"], other["beside"]) == (one["id"], False)


def test_a_save_whose_answer_was_lost_makes_no_second_text(me: Api):
    save(me, "Ru", tab="t1", serial=1)
    again = save(me, "Ruhe", tab="t1", serial=2)  # it does not know its draft's id
    assert again["beside"] is False
    assert len(state(me)["drafts"]) == 1


def test_an_older_save_that_arrives_late_changes_nothing(me: Api):
    save(me, "Ruhe und Musik", tab="t1", serial=5)
    save(me, "Ruhe", tab="t1", serial=4)
    assert state(me)["drafts"][0]["content"]["what_matters"] == "Ruhe und Musik"


def test_choosing_keeps_one(me: Api):
    save(me, "Erster Text")
    other = save(me, "Zweiter Text")
    assert me.post(f"{PATH}/drafts/{other['id']}/keep").status == 204
    assert [draft["id"] for draft in state(me)["drafts"]] == [other["id"]]
    assert me.post(f"{PATH}/drafts/unknown/keep").reason == "statement_changed"


def test_there_is_an_end_to_beside(me: Api):
    for number in range(6):
        save(me, f"Text {number}")
    refused = me.call("PUT", f"{PATH}/draft", typed("Text 7"))
    assert (refused.status, refused.reason) == (409, "statement_too_many_drafts")
    assert len(state(me)["drafts"]) == 6


def test_ten_thousand_words_are_kept(me: Api):
    words = "quelquefois " * 10_000
    save(me, words)
    assert state(me)["drafts"][0]["content"]["what_matters"] == words


def test_half_a_megabyte_is_too_much(me: Api):
    refused = me.call("PUT", f"{PATH}/draft", typed("x" * 600_000))
    assert (refused.status, refused.reason) == (413, "request_too_large")


@pytest.mark.parametrize(
    "content",
    [
        {"organ_donation": "perhaps"},
        {"language": "xx"},
        {"interpreter": "klingon"},
        {"unknown": "x"},
        {"allergies": "x"},
    ],
)
def test_only_known_codes_are_taken(me: Api, content: dict[str, object]):
    assert me.call("PUT", f"{PATH}/draft", typed(content=content)).status == 400
    assert state(me)["drafts"] == []


def test_drafts_lie_sealed(world: World, anne: Person, me: Api):
    save(me, "Wuertgeheimnis")
    with world.running.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM statement_drafts").all()
    assert rows
    assert b"Wuertgeheimnis" not in repr(rows).encode()


def test_nobody_sees_anothers_draft(world: World, me: Api):
    draft = save(me, "Ruhe")
    berta = world.signed_in(world.patient("Berta", "Klein"))
    assert state(berta)["drafts"] == []
    berta.delete(f"{PATH}/drafts/{draft['id']}")
    assert len(state(me)["drafts"]) == 1


def test_a_record_that_closes_meanwhile_takes_nothing_and_shows_nothing(world: World, anne: Person, me: Api):
    save(me, "Ruhe")
    world.set_state(anne, DossierState.CLOSED)
    refused = me.call("PUT", f"{PATH}/draft", typed("Ruhe!"))
    assert (refused.status, refused.reason) == (403, "record_not_open")
    assert me.get(PATH).status == 403
    world.set_state(anne, DossierState.REOPENED)
    assert state(me)["drafts"][0]["content"]["what_matters"] == "Ruhe"


def test_saving_leaves_its_trace_without_a_word(world: World, anne: Person, me: Api):
    save(me, "Wuertgeheimnis")
    entry = world.entries(anne.id)[-1]
    assert (entry["action"], entry["outcome"]) == ("statement.write", "allowed")
    assert "Wuertgeheimnis" not in repr(entry)


def test_two_engines_keep_drafts_alike(world_on_each: World):
    me = world_on_each.signed_in(world_on_each.patient())
    start = save(me, "Anfang", tab="t1")
    save(me, "Eins", tab="t2", draft=start["id"], version=1)
    save(me, "Zwei", tab="t3", draft=start["id"], version=1)
    assert world_on_each.count(StatementDraft) == 2
