"""Every address of the portal, asked by an agent at L3: no title, no type, no document, no blocked name."""

from typing import Any

from werkzeug.routing import Rule

from tests.portal.helpdesk.conftest import Desk, call, level
from tests.support.browser import ORIGIN, TestBrowser

_LEAVES = frozenset({"helpdesk.end", "sign_in.sign_out", "sign_in.again"})
"""What ends the case or the session: asked last would be asked never; their answers hold nothing of a record."""


def secrets_of(home: TestBrowser) -> set[str]:
    """What stands in this person's list: ids, titles, types; seen by themself."""
    found: set[str] = set()
    page = home.open("documents")
    for row in page.marks("document-row"):
        found.add(str(row.get("data-document-id")))
        found |= {" ".join(link.text_content().split()) for link in row.xpath(".//a")}
    kept_out = home.open("professionals").mark("kept-out").xpath(".//p[@class='actor-name']")
    found |= {" ".join(name.text_content().split()) for name in kept_out}
    return {one for one in found if len(one) > 3}


def open_at_l3(agent: TestBrowser, matricule: str, name: str) -> None:
    call(agent, matricule, name, channel="counter")
    agent.submit(proof="identity_document", proof_code="AB12")
    assert level(agent) == "3"


def address(rule: Rule, values: dict[str, Any]) -> str:
    path = rule.rule
    for name in rule.arguments:
        given = str(values.get(name, "1"))
        for shape in (f"<{name}>", f"<language:{name}>", f"<int:{name}>", f"<path:{name}>"):
            path = path.replace(shape, given)
    return path


def test_no_address_of_the_portal_tells_an_agent_anything_of_the_record(desk: Desk):
    nicolas = desk.demo.patient("Reuland")
    home, agent = desk.patient("Reuland"), desk.agent()
    secrets = secrets_of(home)
    document = next(str(row.get("data-document-id")) for row in home.open("documents").marks("document-row"))
    doctor = next(
        str(row.get("data-professional-id"))
        for row in home.open("professionals").mark("kept-out").xpath(".//li[@data-professional-id]")
    )
    assert len(secrets) > 10
    values = {"lang": "en", "document_id": document, "actor_id": doctor, "kind": "professional"}
    open_at_l3(agent, nicolas.matricule, "Reuland")
    asked = 0
    for rule in sorted(desk.app.url_map.iter_rules(), key=lambda one: one.rule):
        if rule.endpoint == "static" or rule.endpoint in _LEAVES:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            token = agent.open("help").root.xpath("//input[@name='csrf_token']/@value")[0]
            data = {"csrf_token": token} if method == "POST" else None
            answer = agent._send(method, ORIGIN + address(rule, values), data=data)
            body = answer.get_data(as_text=True)
            assert answer.status_code < 500, (method, rule.rule)
            told = {
                one for one in secrets if one in body and one != document
            }  # an address that was asked is repeated
            assert not told, (method, rule.rule, told)
            asked += 1
            if not agent.open("helpdesk").has("case"):
                open_at_l3(agent, nicolas.matricule, "Reuland")
    assert asked > 40


def test_a_documents_address_typed_by_hand_is_refused_and_recorded(desk: Desk):
    nicolas = desk.demo.patient("Reuland")
    home, agent = desk.patient("Reuland"), desk.agent()
    document = next(str(row.get("data-document-id")) for row in home.open("documents").marks("document-row"))
    open_at_l3(agent, nicolas.matricule, "Reuland")
    assert agent.open(f"documents/{document}").status in (403, 404)
    assert agent.open(f"documents/{document}/original").status in (403, 404)
    refused = [
        " ".join(entry.text_content().split())
        for entry in home.open("journal").marks("journal-entry")
        if entry.get("data-state") == "refused"
    ]
    assert any("open a document" in entry for entry in refused), refused[:5]
