"""Sessions: short when idle, ended at eight hours, ended from afar at once; half of one opens nothing (ASVS 7)."""

import hashlib

import pytest
from sqlalchemy import select, text

from platform_api.models import Session
from tests.platform_api.world import PASSWORD, Person, World
from tests.support.clock import Clock

OPENING = "/dsp/v1/factors/app"
"""What asks for a fresh second factor and can be done again and again."""


@pytest.fixture
def anne(world: World) -> Person:
    """Someone with an account."""
    return world.patient("Anne", "Reuter")


def test_a_quarter_of_an_hour_idle_and_it_is_over(world: World, anne: Person, clock: Clock):
    me = world.signed_in(anne)
    clock.forward(minutes=14, seconds=50)
    assert me.get("/dsp/v1/dossier").status == 200
    clock.forward(minutes=14, seconds=50)
    assert me.get("/dsp/v1/dossier").status == 200
    clock.forward(minutes=15, seconds=1)
    answer = me.get("/dsp/v1/dossier")
    assert (answer.status, answer.reason) == (401, "session_expired")
    clock.back(minutes=14)
    assert me.get("/dsp/v1/dossier").status in (200, 401)


def test_after_eight_hours_it_is_over_however_busy(world: World, anne: Person, clock: Clock):
    me = world.signed_in(anne)
    for _ in range(8 * 6 - 1):
        clock.forward(minutes=10)
        assert me.get("/dsp/v1/session").status == 200
    clock.forward(minutes=10, seconds=1)
    assert me.get("/dsp/v1/session").reason == "session_expired"


def test_a_reference_that_somebody_chose_is_no_session(world: World, anne: Person):
    for reference in ("x", "0" * 43, "../..", "", "' OR 1=1 --", "\u00e9"):
        answer = world.portal(reference).get("/dsp/v1/dossier")
        assert answer.status in (401, 404), reference


def test_signing_in_gives_a_new_reference_at_each_step_and_ends_the_one_before(world: World, anne: Person):
    preset = "a" * 43
    half = world.portal(preset).post("/dsp/v1/sessions", {"email": anne.email, "password": PASSWORD}).json
    assert half["session"] != preset
    whole = world.portal(half["session"]).post("/dsp/v1/session/second-factor", {"totp": anne.totp()}).json
    assert whole["session"] not in (half["session"], preset)
    assert world.portal(half["session"]).get("/dsp/v1/session").reason == "session_expired"
    assert world.portal(preset).get("/dsp/v1/session").reason == "session_expired"
    assert world.portal(whole["session"]).get("/dsp/v1/session").status == 200


def test_a_fresh_second_factor_gives_a_new_reference_and_the_one_before_has_nothing_of_it(
    world: World, anne: Person, clock: Clock
):
    me = world.signed_in(anne)
    before = world.portal(me.session)
    clock.forward(minutes=6)
    assert me.prove_again(totp=anne.totp()).status == 200
    assert me.session != before.session
    assert me.post(OPENING, {}).status == 200
    clock.forward(seconds=58)
    assert before.get("/dsp/v1/dossier").status == 200  # another tab, a press under way
    assert before.post(OPENING, {}).reason == "second_factor_needed"
    clock.forward(seconds=2)
    assert before.get("/dsp/v1/dossier").reason == "session_expired"
    assert me.get("/dsp/v1/dossier").status == 200
    assert len(me.get("/dsp/v1/sessions").json["sessions"]) == 1


def test_the_reference_of_before_proves_anew_when_the_answer_was_lost(
    world: World, anne: Person, clock: Clock
):
    me = world.signed_in(anne)
    lost = world.portal(me.session)
    clock.forward(minutes=6)
    me.prove_again(totp=anne.totp())
    assert lost.prove_again(totp=anne.totp()).reason == "totp_replayed"
    clock.forward(seconds=30)
    assert lost.prove_again(totp=anne.totp()).status == 200
    assert lost.post(OPENING, {}).status == 200
    assert me.post(OPENING, {}).reason == "second_factor_needed"  # its turn to be the former one


def test_what_ends_a_session_ends_the_reference_of_before_too(world: World, anne: Person, clock: Clock):
    me, elsewhere = world.signed_in(anne), world.signed_in(anne)
    before = world.portal(me.session)
    me.prove_again(totp=anne.totp(1))
    mine = next(one for one in me.get("/dsp/v1/sessions").json["sessions"] if one["current"])
    assert elsewhere.delete(f"/dsp/v1/sessions/{mine['id']}").status == 204
    assert before.get("/dsp/v1/dossier").reason == "session_expired"


def test_only_a_hash_of_the_reference_is_kept(world: World, anne: Person):
    me = world.signed_in(anne)
    with world.running.database.read() as connection:
        kept = connection.execute(select(Session.reference)).scalar_one()
    assert kept == hashlib.sha256((me.session or "").encode()).hexdigest()
    assert len(me.session or "") >= 43


def test_signing_out_ends_it_and_signing_out_again_is_no_error(world: World, anne: Person):
    me = world.signed_in(anne)
    assert me.delete("/dsp/v1/session").status == 204
    assert me.get("/dsp/v1/dossier").reason == "session_expired"
    assert me.delete("/dsp/v1/session").status == 204


def test_another_device_is_ended_from_afar_at_once(world: World, anne: Person):
    phone, laptop = world.signed_in(anne), world.signed_in(anne)
    listed = laptop.get("/dsp/v1/sessions").json["sessions"]
    assert len(listed) == 2
    assert [one["current"] for one in listed].count(True) == 1
    other = next(one["id"] for one in listed if not one["current"])
    assert laptop.delete(f"/dsp/v1/sessions/{other}").status == 204
    assert phone.get("/dsp/v1/dossier").reason == "session_expired"
    assert laptop.get("/dsp/v1/dossier").status == 200
    assert len(laptop.get("/dsp/v1/sessions").json["sessions"]) == 1


def test_nobody_ends_somebody_elses_session_nor_learns_that_it_exists(world: World, anne: Person):
    berta = world.patient("Berta", "Klein")
    mine, hers = world.signed_in(anne), world.signed_in(berta)
    her_id = hers.get("/dsp/v1/sessions").json["sessions"][0]["id"]
    absent = mine.delete("/dsp/v1/sessions/00000000-0000-7000-8000-000000000000")
    assert mine.delete(f"/dsp/v1/sessions/{her_id}").told == absent.told
    assert absent.status == 404
    assert hers.get("/dsp/v1/session").status == 200


def test_an_account_that_is_frozen_loses_its_sessions_at_once(world: World, anne: Person):
    me = world.signed_in(anne)
    with world.running.database.write() as connection:
        connection.execute(text("UPDATE accounts SET state = 'frozen'"))
    assert me.get("/dsp/v1/dossier").reason == "session_expired"
    again = world.portal().post("/dsp/v1/sessions", {"email": anne.email, "password": PASSWORD})
    assert again.reason == "account_frozen"
    stranger = world.portal().post("/dsp/v1/sessions", {"email": anne.email, "password": "not-the-password"})
    assert stranger.reason == "sign_in_wrong"


def test_half_a_sign_in_waits_ten_minutes(world: World, anne: Person, clock: Clock):
    half = world.halfway_in(anne)
    clock.forward(minutes=10, seconds=1)
    answer = half.post("/dsp/v1/session/second-factor", {"totp": anne.totp()})
    assert answer.reason == "session_expired"


def test_every_answer_says_who_it_is_for_and_what_they_may_do(world: World, anne: Person):
    import base64
    import json

    answer = world.signed_in(anne).get("/dsp/v1/dossier")
    context = json.loads(base64.urlsafe_b64decode(answer.headers["dsp-context"]))
    assert (context["patient_id"], context["name"], context["role"]) == (anne.id, "Anne Reuter", "patient")
    assert {"document.list", "dossier.read", "journal.read"} <= set(context["may"])
    assert not {"document.deposit", "platform.operate", "notice.send", "record.activate"} & set(
        context["may"]
    )
    assert "dsp-context" not in world.halfway_in(anne).get("/dsp/v1/dossier").headers
    assert answer.headers["cache-control"] == "no-store"
