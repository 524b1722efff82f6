"""Closing: to everyone and at once, for fourteen days to be undone, then final; every state against every act."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from platform_api import delays, operations
from platform_api.models import Dossier
from platform_api.vocabulary import Delay, DossierState, LetterState, MandateVerb, Notice, Right
from tests.platform_api.world import DOCTOR, Answer, Person, World
from tests.support.clock import Clock

CLOSING, REOPENING, ERASURE = "/dsp/v1/closing", "/dsp/v1/reopening", "/dsp/v1/erasure"
OPEN = {DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED}
LUXEMBOURG = ZoneInfo("Europe/Luxembourg")


def _row(world: World, one: Person):
    with world.running.database.read() as connection:
        return connection.execute(select(Dossier.__table__).where(Dossier.patient_id == one.id)).one()


def test_the_record_is_closed_to_everyone_on_the_very_next_request(world: World, anne: Person):
    document = world.deposit(anne)
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    me, doctor, hospital = world.signed_in(anne), world.doctor(), world.software("hospital-2")
    sara = world.delegate()
    daughter = world.acting(sara, world.mandate(anne.id, sara, *MandateVerb))
    assert doctor.get(f"/fhir/Binary/{document}").status == 200
    assert me.post(CLOSING).status == 201
    assert world.state(anne) == DossierState.CLOSED
    for api in (doctor, me, hospital):
        assert api.get(f"/fhir/Binary/{document}").status in (403, 404)
        assert api.get(f"/fhir/DocumentReference/{document}").status in (403, 404)
    assert daughter.get("/dsp/v1/session").reason == "session_expired"
    late = hospital.post("/fhir/DocumentReference", world.document(anne))
    assert (late.status, late.reason) == (403, "record_takes_nothing")
    assert len(world.documents(anne)) == len(world.blobs()) == 1


def test_closed_its_holder_still_signs_in_sees_where_it_stands_and_reads_the_trail(
    world: World, anne: Person
):
    world.deposit(anne)
    me = world.signed_in(anne)
    me.post(CLOSING)
    shown = world.signed_in(anne).get("/dsp/v1/dossier").json
    assert (shown["state"], shown["documents"], shown["new_documents"]) == ("closed", 0, 0)
    assert {"record.undo_closing", "record.reopen", "record.ask_erasure"} <= set(shown["may"])
    assert "record.close" not in shown["may"]
    assert me.get(f"/fhir/AuditEvent?patient=Patient/{anne.id}").status == 200


def test_undone_everything_is_as_before(world: World, anne: Person):
    document = world.deposit(anne)
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    me = world.signed_in(anne)
    me.post(CLOSING)
    answer = me.delete(CLOSING)
    assert (answer.status, answer.json) == (200, {"state": "activated"})
    assert world.doctor().get(f"/fhir/Binary/{document}").status == 200
    row = _row(world, anne)
    assert (row.undo_until, row.kept_until, row.state_before) == (None, None, None)


def test_twice_at_once_closes_once(world: World, anne: Person):
    me = world.signed_in(anne)
    assert [me.post(CLOSING).status, me.post(CLOSING).status] == [201, 403]
    assert [notice.code for notice in world.mail()].count(Notice.CLOSED) == 1


def test_without_a_fresh_second_factor_nothing_opens_or_closes(world: World, anne: Person, clock: Clock):
    me = world.signed_in(anne)
    clock.forward(minutes=6)
    assert me.post(CLOSING).reason == "second_factor_needed"
    assert me.prove_again(totp=anne.totp(1)).status == 200
    assert me.post(CLOSING).status == 201
    clock.forward(minutes=6)
    for method, path in (("DELETE", CLOSING), ("POST", REOPENING), ("POST", ERASURE)):
        assert me.call(method, path).reason == "second_factor_needed"
    assert world.state(anne) == DossierState.CLOSED


@pytest.mark.parametrize("state", list(DossierState))
def test_each_state_knows_its_acts(world: World, state: DossierState):
    one = world.patient()
    me = world.signed_in(one)
    world.set_state(one, state)
    closed = state is DossierState.CLOSED
    assert me.delete(ERASURE).status == 409
    assert me.delete(CLOSING).status == 409, "closed long ago, or not at all"
    assert (me.post(ERASURE).status == 201) is closed
    assert (me.post(REOPENING).status == 200) is closed
    expected = state in OPEN or closed  # it was just opened again
    assert (me.post(CLOSING).status == 201) is expected


def test_letters_and_an_activation_under_way_are_over(world: World, anne: Person):
    letter = world.letter(anne)
    world.signed_in(anne).post(CLOSING)
    assert world.letter_state(letter.letter_id) == LetterState.REVOKED
    assert world.redeem(anne, letter.code).reason == "letter_not_accepted"


@pytest.mark.parametrize(
    ("closed", "last"),
    [
        (datetime(2026, 11, 27, 10, 0), "2026-12-11"),
        (datetime(2026, 3, 20, 23, 30), "2026-04-03"),  # summer time begins in between
        (datetime(2026, 10, 20, 0, 30), "2026-11-03"),  # and ends
        (datetime(2028, 2, 20, 12, 0), "2028-03-05"),  # over the 29th of February
    ],
)
def test_the_days_to_undo_end_with_the_last_hour_of_the_last_day(
    world: World, anne: Person, clock: Clock, closed: datetime, last: str
):
    clock.set(closed.replace(tzinfo=LUXEMBOURG))
    world.signed_in(anne).post(CLOSING)
    over = _row(world, anne).undo_until
    assert delays.last_day(over).isoformat() == last
    clock.set(over - timedelta(seconds=30))
    operations.sweep(world.settings)
    assert world.signed_in(anne).delete(CLOSING).status == 200
    world.signed_in(anne).post(CLOSING)


def test_years_end_on_the_same_day_and_in_february_on_the_last_one():
    closed = datetime(2028, 2, 29, 12, 0, tzinfo=LUXEMBOURG)
    assert delays.last_day(delays.over_at(Delay.KEPT_AFTER_CLOSING, closed)).isoformat() == "2038-02-28"
    month = delays.over_at(Delay.ANSWER_REQUEST, datetime(2026, 1, 31, 12, 0, tzinfo=LUXEMBOURG))
    assert delays.last_day(month).isoformat() == "2026-02-28"


def test_the_sweep_makes_it_final_once(world: World, anne: Person, clock: Clock):
    world.signed_in(anne).post(CLOSING)
    world.mail()
    clock.forward(days=13)
    assert operations.sweep(world.settings).closed_for_good == 0
    clock.forward(days=2)
    assert operations.sweep(world.settings).closed_for_good == 1
    assert [notice.code for notice in world.mail()] == ["closing_final"]
    clock.back(days=3)  # a clock that is put right again brings nothing back
    assert operations.sweep(world.settings).closed_for_good == 0
    me = world.signed_in(anne)
    assert (me.delete(CLOSING).status, me.delete(CLOSING).reason) == (409, "undo_over")
    assert me.post(REOPENING).json == {"state": "reopened"}
    assert [entry["action"] for entry in world.entries(anne.id)].count("record.finish_closing") == 1


def test_too_late_also_before_the_sweep(world: World, anne: Person, clock: Clock):
    world.signed_in(anne).post(CLOSING)
    clock.forward(days=15)
    assert world.signed_in(anne).delete(CLOSING).reason == "undo_over"


def test_a_laboratory_that_submits_meanwhile_is_in_whole_or_refused_cleanly(world_on_each: World):
    """Closing and depositing at once, again and again: never half a document, and none after the closing."""
    world = world_on_each
    anne = world.patient()
    laboratory = world.software("laboratory")
    for _round in range(4):
        me = world.signed_in(anne)
        answers: list[Answer] = []
        begin = threading.Barrier(4)

        def deposit(answers: list[Answer] = answers, begin: threading.Barrier = begin) -> None:
            begin.wait()
            answers.append(laboratory.post("/fhir/DocumentReference", world.document(anne)))

        threads = [threading.Thread(target=deposit) for _ in range(3)]
        for thread in threads:
            thread.start()
        begin.wait()
        assert me.post(CLOSING).status == 201
        closed = world.entries(anne.id)
        for thread in threads:
            thread.join()
        assert {answer.status for answer in answers} <= {201, 403}
        assert all(answer.reason == "record_takes_nothing" for answer in answers if answer.status == 403)
        trail = [(entry["action"], entry["outcome"]) for entry in world.entries(anne.id)]
        after = trail[max(i for i, entry in enumerate(trail) if entry[0] == "record.close") :]
        assert ("document.deposit", "allowed") not in after, (len(closed), after)
        assert len(world.documents(anne)) == len(world.blobs())
        assert me.delete(CLOSING).status == 200


def test_an_expired_or_stranger_session_closes_nothing(world: World, anne: Person):
    other = world.patient("Paul", "Wagner")
    world.signed_in(other).post(CLOSING)
    for api in (world.portal(), world.halfway_in(anne), world.software(), world.doctor(), world.anyone()):
        assert api.post(CLOSING).status in (401, 403)
    assert world.state(anne) == DossierState.ACTIVATED
