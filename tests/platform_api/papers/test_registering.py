"""A form comes in: its number is checked, its scan made clean and sealed, and only the desk sees that it waits."""

from platform_api import paper_numbers
from platform_api.clock import now as clock_now
from platform_api.models import PaperForm
from tests.platform_api.papers.desk import PAPERS, came_in, register, taken
from tests.platform_api.uploads.files import pdf, photo
from tests.platform_api.world import World
from tests.support.clock import Clock

SECRET = b"Befund Seite"


def test_a_number_forgives_look_alikes_and_finds_every_wrong_character():
    number = paper_numbers.mint()
    assert paper_numbers.check(number.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == number
    others = [sign for sign in "23456789ABCDEFGH" if sign != number[2]]
    assert not any(paper_numbers.check(number[:2] + sign + number[3:]) for sign in others)
    assert len({paper_numbers.mint() for _ in range(500)}) == 500


def test_a_scan_waits_sealed_and_is_seen_by_an_agent_with_a_trace(world: World):
    agent_id = world.staff()
    agent = world.idle(agent_id)
    number = came_in(agent, "complaint", data=pdf(2))
    found = agent.get(PAPERS).json
    (waiting,) = found["papers"]
    assert (waiting["number"], waiting["kind"], waiting["pages"]) == (number, "complaint", 2)
    assert (waiting["received_by"], found["count"]) == ("Tom Weis", 1)
    (blob,) = world.blobs()
    assert SECRET not in world.running.blobs.path(blob).read_bytes()
    scan = agent.get(f"{PAPERS}/{number}/scan")
    assert scan.data.startswith(b"%PDF-")
    looks = [entry for entry in world.entries("system") if entry["action"] == "paper.look"]
    assert [(one["object_id"], one["person_id"]) for one in looks] == [(number, agent_id)]


def test_a_photo_of_a_telephone_becomes_a_page(world: World):
    agent = world.idle(world.staff())
    number = came_in(agent, "opening", data=photo(), name="IMG_1.JPG")
    assert agent.get(f"{PAPERS}/{number}/scan").data.startswith(b"%PDF-")
    assert len(world.blobs()) == 1


def test_what_lies_or_is_no_scan_is_refused_and_nothing_of_it_is_kept(world: World):
    agent = world.idle(world.staff())
    number = paper_numbers.mint()
    wrong = [
        (b"<html><script>alert(1)</script>", "scan.pdf", "upload_disguised"),
        (b"MZ" + bytes(200), "scan.pdf", "upload_disguised"),
        (b"Only words", "scan.txt", "upload_kind"),
        (photo(), "scan.pdf", "upload_disguised"),
        (b"", "scan.pdf", "content_empty"),
    ]
    for data, name, reason in wrong:
        assert register(agent, "opening", number, data, name).reason == reason, name
    assert world.blobs() == []
    assert world.count(PaperForm) == 0


def test_a_wrong_number_and_an_unknown_kind_are_told(world: World):
    agent = world.idle(world.staff())
    number = paper_numbers.mint()
    wrong = number[:-1] + ("2" if number[-1] != "2" else "3")
    assert register(agent, "opening", wrong).reason == "paper_number_typo"
    assert register(agent, "holiday", number).status == 404, "there is no such path"


def test_the_same_number_comes_in_once(world: World):
    agent = world.idle(world.staff())
    number = came_in(agent, "closing")
    assert register(agent, "closing", number).reason == "paper_known"
    assert len(world.blobs()) == 1


def test_nobody_but_the_desk_registers_sees_or_takes_a_form(world: World):
    number = came_in(world.idle(world.staff()), "complaint")
    anne, sara = world.patient(), world.delegate()
    outsiders = [world.signed_in(anne), world.portal(), world.anyone(), world.doctor(), world.worker()]
    outsiders.append(world.acting(sara, world.mandate(anne.id, sara)))
    for one in outsiders:
        calls = [
            one.get(PAPERS),
            one.get(f"{PAPERS}/{number}"),
            one.get(f"{PAPERS}/{number}/scan"),
            register(one, "opening", paper_numbers.mint()),
            taken(one, number),
            one.post(f"{PAPERS}/{number}/refusal", {"why": "unsigned"}),
        ]
        assert {answer.status for answer in calls} <= {401, 403, 404}
        assert not any(number in answer.data.decode() for answer in calls)
    assert len(world.blobs()) == 1


def test_the_oldest_due_comes_first_and_a_request_for_a_record_before_a_younger_complaint(
    world: World, clock: Clock
):
    agent = world.staff()
    complaint = came_in(world.idle(agent), "complaint")
    clock.forward(days=1)
    opening = came_in(world.idle(agent), "opening")
    clock.forward(days=1)
    closing = came_in(world.idle(agent), "closing")
    found = world.idle(agent).get(PAPERS).json
    assert [one["number"] for one in found["papers"]] == [opening, complaint, closing]
    assert found["oldest"] < clock_now().isoformat()
    after = world.idle(agent).get(f"{PAPERS}?after={opening}").json
    assert [one["number"] for one in after["papers"]] == [complaint, closing]
    assert after["count"] == 3


def test_two_agents_one_form_the_second_learns_who_has_it_until_when(world: World, clock: Clock):
    tom, ilinca = world.staff(), world.staff(given="Ilinca", family="Popescu")
    number = came_in(world.idle(tom), "closing")
    assert taken(world.idle(tom), number).status == 204
    assert taken(world.idle(tom), number).status == 204, "twice has one effect"
    assert taken(world.idle(ilinca), number).reason == "paper_taken"
    seen = world.idle(ilinca).get(f"{PAPERS}/{number}").json
    assert (seen["taken_by"], seen["mine"]) == ("Tom Weis", False)
    assert seen["taken_until"] is not None
    assert world.idle(ilinca).delete(f"{PAPERS}/{number}/lease").status == 204
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["mine"], "a colleague's hand is not opened"
    clock.forward(minutes=31)
    assert taken(world.idle(ilinca), number).status == 204
    assert taken(world.idle(tom), number).reason == "paper_taken"


def test_a_statement_is_content_nobody_at_the_desk_sees_it_not_even_who_scanned_it(world: World):
    tom, chief = world.staff(), world.staff("supervisor", "Ida", "Kohn")
    number = came_in(world.idle(tom), "statement")
    taken(world.idle(tom), number)
    for who in (tom, chief):
        assert world.idle(who).get(f"{PAPERS}/{number}").json["can_be_seen"] is False
        answer = world.idle(who).get(f"{PAPERS}/{number}/scan")
        assert answer.status == 404
        assert b"PDF" not in answer.data


def test_pages_are_added_behind_the_others_by_who_has_the_form_in_hand(world_on_each: World):
    world = world_on_each
    tom, ida = world.staff(), world.staff(given="Ida")
    number = came_in(world.idle(tom), "closing", data=pdf(1))
    path, file = f"{PAPERS}/{number}/pages", {"DSP-File-Name": "ID.JPG"}
    assert world.idle(tom).post(path, data=photo(), headers=file).reason == "paper_not_in_hand"
    taken(world.idle(tom), number)
    assert world.idle(ida).post(path, data=photo(), headers=file).reason == "paper_not_in_hand"
    assert world.idle(tom).post(path, data=b"MZ" + bytes(200)).reason == "upload_kind"
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["pages"] == 1
    assert world.idle(tom).post(path, data=photo(), headers=file).json["pages"] == 2
    assert world.idle(tom).get(f"{PAPERS}/{number}/scan").data.startswith(b"%PDF-")
    assert len(world.blobs()) == 1
    assert world.anyone().post(path, data=photo()).status == 401
