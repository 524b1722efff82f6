"""A block ends for somebody without an account: a document seen, two agents, a letter, lines in the access log."""

import pytest
from sqlalchemy import func, select

from platform_api.models import AccessRight, Approval, AuditEntry, PostalLetter
from platform_api.vocabulary import Action, DossierState
from tests.platform_api.callers import DOCTOR
from tests.platform_api.calls import Answer, Api
from tests.platform_api.world import Person, World

DESK = "/dsp/v1/helpdesk"
NAME = "Hélène Muller"


class Counter:
    """Anne, who has no account, and two agents; a doctor whom she had blocked."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.anne: Person = world.person("Anne", "Reuter", state=DossierState.OPEN_BY_DEFAULT)
        self.first, self.second = world.staff(given="Tom"), world.staff(given="Eva", family="Kremer")
        world.doctor()
        assert self.helping(2).call("PUT", f"/dsp/v1/blocks/professional/{DOCTOR}", {}).status == 204

    def helping(self, level: int, who: str = "holder", person: Person | None = None) -> Api:
        return self.world.helping(self.first, (person or self.anne).id, level, who=who)

    def ask(self, level: int = 3, professional: str = DOCTOR, who: str = "holder") -> Answer:
        return self.helping(level, who).post(f"{DESK}/unblocks", {"professional_id": professional})

    def approval(self) -> str:
        with self.world.running.database.read() as connection:
            return str(connection.execute(select(Approval.id)).scalar_one())

    def decide(self, by: str, agreed: bool = True, name: str = NAME) -> Answer:
        body = {"agreed": agreed, "professional": name}
        return self.world.idle(by).post(f"{DESK}/approvals/{self.approval()}", body)

    def is_blocked(self) -> bool:
        standing = select(AccessRight.id).where(
            AccessRight.patient_id == self.anne.id,
            AccessRight.kind == "block",
            AccessRight.ended_at.is_(None),
        )
        with self.world.running.database.read() as connection:
            return connection.execute(standing).first() is not None

    def lines(self, action: Action) -> list[str | None]:
        found = select(AuditEntry.object_id).where(
            AuditEntry.chain == self.anne.id, AuditEntry.action == action, AuditEntry.outcome == "allowed"
        )
        with self.world.running.database.read() as connection:
            return list(connection.execute(found).scalars())

    def letters(self) -> list[str]:
        with self.world.running.database.read() as connection:
            return list(connection.execute(select(PostalLetter.kind).order_by(PostalLetter.id)).scalars())


@pytest.fixture
def counter(world: World) -> Counter:
    """The counter of the helpdesk."""
    return Counter(world)


def test_a_second_agent_agrees_and_the_block_ends(counter: Counter):
    assert counter.ask().status == 204
    assert counter.is_blocked(), "nothing ends before a second person agreed"
    assert counter.letters() == []
    assert counter.decide(counter.first).status == 403
    assert counter.is_blocked()
    assert counter.decide(counter.second).status == 204
    assert not counter.is_blocked()
    assert counter.letters() == ["unblocked"]
    assert counter.lines(Action.ASK_UNBLOCK) == [DOCTOR]
    assert counter.lines(Action.UNBLOCK_PROFESSIONAL) == [DOCTOR]
    assert len(counter.lines(Action.DECIDE_APPROVAL)) == 1


def test_whoever_agrees_says_whom_it_is_about(counter: Counter):
    counter.ask()
    for typed in ("", "Muller Paul", "2999104519"):
        refused = counter.decide(counter.second, name=typed)
        assert (refused.status, refused.reason) == (422, "other_professional"), typed
    assert counter.is_blocked()
    assert counter.decide(counter.second, name="dr helene muller").status == 204
    assert not counter.is_blocked()


def test_to_refuse_nobody_has_to_be_named_and_the_block_stays(counter: Counter):
    counter.ask()
    assert counter.decide(counter.second, agreed=False, name="").status == 204
    assert counter.is_blocked()
    assert counter.letters() == []


def test_no_list_of_the_desk_names_the_professional(counter: Counter):
    counter.ask()
    for one in (counter.first, counter.second):
        shown = counter.world.idle(one).get(f"{DESK}/approvals")
        assert [row["act"] for row in shown.json["waiting"]] == ["unblock"]
        assert "Muller" not in shown.data.decode()
        assert DOCTOR not in shown.data.decode()


def test_a_lower_proof_or_another_caller_opens_nothing(counter: Counter):
    for level in (1, 2):
        assert counter.ask(level).reason == "proof_too_low"
    assert counter.ask(3, who="caregiver").reason == "holder_alone"
    assert counter.ask(professional="1000000000").status == 404
    assert counter.world.count(Approval) == 0


def test_somebody_with_an_account_confirms_it_themself(counter: Counter):
    ben = counter.world.patient("Ben", "Adam")
    assert (
        counter.helping(2, person=ben).call("PUT", f"/dsp/v1/blocks/professional/{DOCTOR}", {}).status == 204
    )
    desk = counter.helping(3, person=ben)
    assert desk.post(f"{DESK}/unblocks", {"professional_id": DOCTOR}).status == 403
    offered = {one["act"] for one in desk.get(f"{DESK}/case").json["acts"]}
    assert "unblock" in offered
    assert "end_block" not in offered
    (named,) = desk.post(f"{DESK}/professionals", {"name": NAME}).json["professionals"]
    assert named["end_of_block"] == "holder"


def test_the_desk_offers_it_where_it_can_work(counter: Counter):
    acts = {one["act"]: one for one in counter.helping(2).get(f"{DESK}/case").json["acts"]}
    assert "unblock" not in acts
    assert (acts["end_block"]["level"], acts["end_block"]["ready"]) == (3, False)
    for level, how in ((2, "better_proof"), (3, "two_agents")):
        (named,) = counter.helping(level).post(f"{DESK}/professionals", {"name": NAME}).json["professionals"]
        assert named["end_of_block"] == how


def test_asked_twice_waits_once_and_agreed_twice_ends_once(counter: Counter):
    assert [counter.ask().status for _ in range(2)] == [204, 204]
    counter.decide(counter.second)
    again = counter.decide(counter.second)
    assert again.reason == "decided_already"
    with counter.world.running.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(PostalLetter)).scalar_one() == 1
