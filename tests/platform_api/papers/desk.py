"""What agents do with paper forms in these tests."""

from platform_api import paper_numbers
from tests.platform_api.calls import Answer, Api
from tests.platform_api.uploads.files import pdf
from tests.platform_api.world import Person, World

DESK = "/dsp/v1/helpdesk"
PAPERS = f"{DESK}/papers"
CHECKED = {"signed": True, "identity_seen": True}


def came_in(
    agent: Api, kind: str, number: str = "", data: bytes | None = None, name: str = "scan.pdf"
) -> str:
    """A form that an agent scans; returns its number."""
    number = number or paper_numbers.mint()
    answer = register(agent, kind, number, data, name)
    assert answer.status == 201, answer
    return number


def register(agent: Api, kind: str, number: str, data: bytes | None = None, name: str = "scan.pdf") -> Answer:
    """The call by which it is registered."""
    content = pdf(1) if data is None else data
    return agent.post(f"{PAPERS}/{kind}/{number}?language=de", data=content, headers={"DSP-File-Name": name})


def taken(agent: Api, number: str) -> Answer:
    """An agent takes it in hand."""
    return agent.call("PUT", f"{PAPERS}/{number}/lease")


def case_about(world: World, agent: Api, one: Person, purpose: str = "closing") -> Api:
    """The agent's browser in a case by post about this person."""
    body = {"matricule": one.matricule, "name": one.family, "channel": "post", "caller": "holder"}
    answer = agent.post(f"{DESK}/cases", body | {"purpose": purpose})
    assert answer.status == 201, answer
    return world.portal(answer.json["session"])


def laid(world: World, agent: Api, one: Person, kind: str) -> tuple[Api, str]:
    """A form of this kind, scanned, in hand, and with a case about this person."""
    number = came_in(agent, kind)
    assert taken(agent, number).status == 204
    desk = case_about(world, agent, one)
    answer = desk.call("PUT", f"{PAPERS}/{number}/case", CHECKED)
    assert answer.status == 204, answer
    return desk, number
