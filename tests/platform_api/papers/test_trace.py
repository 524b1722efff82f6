"""Paper and levels: an act whose entry cannot be written is not done, and nothing of it is kept or shown."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from platform_api import paper_numbers
from platform_api.models import (
    Approval,
    Assistance,
    Attestation,
    AuditEntry,
    Document,
    Mandate,
    PaperForm,
    Petition,
    PostalLetter,
)
from tests.platform_api.calls import Answer
from tests.platform_api.papers.desk import CHECKED, DESK, PAPERS, came_in, case_about, laid, register, taken
from tests.platform_api.papers.test_attestations import ATTESTATIONS, attested, named, physician
from tests.platform_api.papers.test_guardianships import GUARDIANSHIPS, case_at_l3, judgment
from tests.platform_api.papers.test_mandates import MANDATES, wanted
from tests.platform_api.papers.test_statements import WORDS
from tests.platform_api.untraced import without_trail
from tests.platform_api.uploads.files import pdf
from tests.platform_api.world import World

TABLES = (AuditEntry, Approval, Attestation, Document, Mandate, PaperForm, Petition, PostalLetter)
Act = Callable[[], Answer]


def _register(world: World) -> Act:
    agent = world.idle(world.staff())
    return lambda: register(agent, "closing", paper_numbers.mint())


def _look(world: World) -> Act:
    agent = world.idle(world.staff())
    number = came_in(agent, "complaint", data=pdf(2))
    return lambda: agent.get(f"{PAPERS}/{number}/scan")


def _in_hand(world: World) -> tuple[Any, str]:
    agent = world.idle(world.staff())
    number = came_in(agent, "closing")
    assert taken(agent, number).status == 204
    return agent, number


def _take(world: World) -> Act:
    agent = world.idle(world.staff())
    number = came_in(agent, "closing")
    return lambda: taken(agent, number)


def _add_pages(world: World) -> Act:
    agent, number = _in_hand(world)
    return lambda: agent.post(f"{PAPERS}/{number}/pages", data=pdf(1))


def _refuse(world: World) -> Act:
    agent, number = _in_hand(world)
    return lambda: agent.post(f"{PAPERS}/{number}/refusal", {"why": "unsigned"})


def _lay(world: World) -> Act:
    agent, number = _in_hand(world)
    desk = case_about(world, agent, world.patient())
    return lambda: desk.call("PUT", f"{PAPERS}/{number}/case", CHECKED)


def _open(world: World) -> Act:
    agent = world.idle(world.staff())
    number = came_in(agent, "opening")
    taken(agent, number)
    body = {"last_name": "Klein", "first_name": "Jang", "matricule": "1988122400102", "consent": True}
    body |= {"address": "1, rue Haute, 1718 Luxembourg", "identity_seen": True, "card_seen": True}
    return lambda: agent.post(f"{PAPERS}/{number}/opening", body)


def _complain(world: World) -> Act:
    desk, _number = laid(world, world.idle(world.staff()), world.patient(), "complaint")
    return lambda: desk.post(f"{DESK}/petitions", {"kind": "complaint", "text": "Nobody answers."})


def _close(world: World) -> Act:
    desk, _number = laid(world, world.idle(world.staff()), world.patient(), "closing")
    return lambda: desk.post(f"{DESK}/closings", {})


def _state(world: World) -> Act:
    desk, _number = laid(world, world.idle(world.staff()), world.patient(), "statement")
    return lambda: desk.post(f"{PAPERS}/statement", WORDS)


def _guardianship(world: World) -> Act:
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    desk, _number = case_at_l3(world, world.staff(), anne, "guardianship")
    return lambda: desk.post(GUARDIANSHIPS, judgment(berta))


def _mandate(world: World) -> Act:
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    desk, _number = laid(world, world.idle(world.staff()), anne, "mandate")
    with world.running.database.write() as connection:
        connection.execute(update(Assistance).values(proof_level=3))
    return lambda: desk.post(MANDATES, wanted(berta))


def _attest(world: World) -> Act:
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    physician(world)
    named(world, anne, berta)
    desk, _number = case_at_l3(world, world.staff(), anne, "attestation")
    return lambda: desk.post(ATTESTATIONS, attested(berta))


def _agree_to(world: World, enter: Callable[[World], Act]) -> Act:
    """A colleague's yes to what was entered."""
    assert enter(world)().status == 201
    colleague = world.idle(world.staff(given="Ida"))
    (waits,) = colleague.get(f"{DESK}/approvals").json["waiting"]
    return lambda: colleague.post(f"{DESK}/approvals/{waits['id']}", {"agreed": True})


def _agree_to_guardianship(world: World) -> Act:
    return _agree_to(world, _guardianship)


def _agree_to_attestation(world: World) -> Act:
    return _agree_to(world, _attest)


def _decline(world: World) -> Act:
    asked = {"last_name": "Klein", "first_name": "Jang", "matricule": "1988122400102", "consent": True}
    asked |= {"address": "1, rue Haute, 1718 Luxembourg", "email": "jang@example.lu"}
    number = world.portal().post("/dsp/v1/openings", asked).json["number"]
    agent = world.idle(world.staff())
    body = {"accepted": False, "why": "not_shown"}
    return lambda: agent.post(f"/dsp/v1/openings/{number}/decision", body)


def _take_level_back(world: World) -> Act:
    anne = world.patient()
    document, me = world.deposit(anne), world.signed_in(anne)
    path = f"/dsp/v1/documents/{document}/confidentiality"
    assert me.call("PUT", path, {"level": "secret"}).status == 204
    return lambda: me.call("PUT", path, {"level": None})


@pytest.mark.parametrize(
    "prepare",
    [
        _register,
        _look,
        _take,
        _add_pages,
        _refuse,
        _lay,
        _open,
        _complain,
        _close,
        _state,
        _mandate,
        _guardianship,
        _attest,
        _agree_to_guardianship,
        _agree_to_attestation,
        _decline,
        _take_level_back,
    ],
)
def test_no_entry_no_act(world: World, prepare: Callable[[World], Act]):
    act = prepare(world)
    before = _kept(world)
    with without_trail(world):
        answer = act()
    assert answer.status == 503, answer
    assert b"%PDF" not in answer.data
    assert _kept(world) == before
    counted = world.count(AuditEntry)
    assert act().status < 300, "and once it can be written, it is done"
    assert world.count(AuditEntry) > counted


def _kept(world: World) -> tuple[Any, ...]:
    """Every row that such an act might touch, and the files."""
    with world.running.database.read() as connection:
        rows = [sorted(map(repr, connection.execute(select(table.__table__)).all())) for table in TABLES]
    return rows, world.blobs()
