"""Who is shut out and who was never let in: one answer after the same work at every path, headers too.

Nobody can find out by asking that a holder blocked them (EHDS, Article 8), that a code of a visit has run out, or that
there is a record at all. Work is what the database is asked, as in `test_alike.py`.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from platform_api import clock
from platform_api.models import AccessRight, Software
from platform_api.vocabulary import DossierState, Right
from tests.platform_api.hands import PRACTICE, PRACTICE_SCOPES
from tests.platform_api.provide.bundles import bundle
from tests.platform_api.world import HOSPITAL, Answer, Api, Person, World

STRANGER, BLOCKED, EXPIRED, ENDED = "2999000025", "2999000033", "2999000041", "2999000058"
NOWHERE = "00000000-0000-4000-8000-000000000000"
PERIOD = "date=ge2020-01-01&date=le2099-01-01"
READINGS = (
    "GET DocumentReference?patient={patient}&status=current",
    "GET DocumentReference?patient={patient}&_summary=count",
    "GET DocumentReference?patient={patient}&_after={document}",
    "POST DocumentReference/_search?patient={patient}",
    "GET DocumentReference/{document}",
    "GET Binary/{document}",
    "HEAD Binary/{document}",
    "GET Bundle/{document}",
    "GET List?patient={patient}",
    "POST List/_search?patient={patient}",
    "GET List/{submission}",
    "GET Consent?patient={patient}",
    "POST Consent/_search?patient={patient}",
    "GET Consent/{document}",
    "GET AuditEvent?patient={patient}&" + PERIOD,
    "POST AuditEvent/_search?patient={patient}&" + PERIOD,
    "GET Patient/{patient}",
    "GET Patient?_id={patient}",
    "GET Patient/{patient}/$summary",
    "POST Patient/{patient}/$summary",
    "DELETE DocumentReference/{document}",
)
BY_NUMBER = (
    "GET DocumentReference?patient.identifier={matricule}",
    "GET List?patient.identifier={matricule}",
    "GET Consent?patient.identifier={matricule}",
    "GET Patient?identifier={matricule}",
    "GET Patient/$summary?identifier={matricule}",
)
Names = dict[str, str]
_OWN = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{13}|29990000\d\d")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)")


@pytest.fixture
def anne(world: World) -> Person:
    """Someone with a document."""
    one = world.patient("Anne", "Reuter")
    world.deposit(one)
    return one


@pytest.fixture
def outside(world: World, anne: Person) -> dict[str, Api]:
    """Four professionals who may read nothing of Anne, each for another reason."""
    who = {number: world.doctor(number) for number in (STRANGER, BLOCKED, EXPIRED, ENDED)}
    world.decide(anne.id, Right.CIRCLE, BLOCKED)
    world.decide(anne.id, Right.BLOCK, BLOCKED)
    world.decide(anne.id, Right.PRESENCE, EXPIRED)
    world.decide(anne.id, Right.CIRCLE, ENDED)
    day = timedelta(hours=24, minutes=1)
    over = {"starts_at": clock.now() - day, "ends_at": clock.now() - timedelta(minutes=1)}
    with world.running.database.write() as connection:
        for number in (EXPIRED, ENDED):
            connection.execute(update(AccessRight).where(AccessRight.actor_id == number).values(over))
    return who


def _names(world: World, one: Person) -> Names:
    row = world.documents(one)[0]
    return {
        "patient": one.id,
        "document": row["id"],
        "submission": row["submission_id"],
        "matricule": one.matricule,
    }


NOTHING: Names = {
    "patient": NOWHERE,
    "document": NOWHERE,
    "submission": NOWHERE,
    "matricule": "1983081234566",
}


def _ask(call: str, names: Names, **sent: Any) -> Callable[[Api], Answer]:
    method, _, path = call.format(**names).partition(" ")
    return lambda api: api.call(method, f"/fhir/{path}", **sent)


def _told(answer: Answer) -> tuple[Any, ...]:
    """All that leaves but ids and moments: they are those that were asked for, or of this request."""
    headers = {
        name: value for name, value in answer.headers.items() if name not in ("date", "dsp-request-id")
    }
    body = _MOMENT.sub(b"(moment)", _OWN.sub(b"(id)", answer.data))
    return answer.status, tuple(sorted(headers.items())), body


def _answers(world: World, who: dict[str, Api], ask: Callable[[Api], Answer]) -> dict[str, tuple[Any, int]]:
    """What each is told, and how many statements it took."""
    told = {}
    for number, api in who.items():
        ask(api)  # every chain of the trail has begun
        with world.statements() as seen:
            answer = ask(api)
        told[number] = (_told(answer), len(seen))
    return told


@pytest.mark.parametrize("call", [*READINGS, *BY_NUMBER])
def test_nobody_outside_learns_why(world: World, anne: Person, outside: dict[str, Api], call: str):
    """Nor, where no number is looked up, that there is a record: what is nowhere is told alike."""
    told = _answers(world, outside, _ask(call, _names(world, anne)))
    assert len(set(told.values())) == 1, told
    if call in READINGS:
        nowhere = _answers(world, {STRANGER: outside[STRANGER]}, _ask(call, NOTHING))
        assert nowhere[STRANGER][0] == told[STRANGER][0]


def test_who_is_let_in_is_told_something_else(world: World, anne: Person, outside: dict[str, Api]):
    """What is compared here does differ where it may."""
    world.decide(anne.id, Right.CIRCLE, STRANGER)
    for call in ("GET DocumentReference/{document}", "GET Patient/{patient}", "HEAD Binary/{document}"):
        told = _answers(world, outside, _ask(call, _names(world, anne)))
        assert told[STRANGER][0] != told[BLOCKED][0] == told[EXPIRED][0]


def test_nobody_outside_relabels_a_document(world: World, anne: Person, outside: dict[str, Api]):
    names = _names(world, anne)
    resource = world.signed_in(anne).get(f"/fhir/DocumentReference/{names['document']}").json
    sent = {"body": resource, "content_type": "application/fhir+json"}
    told = _answers(world, outside, _ask("PUT DocumentReference/{document}", names, **sent))
    assert len(set(told.values())) == 1, told
    assert next(iter(told.values()))[0][0] in (403, 404)


def _deposits(world: World, one: Person) -> list[Callable[[Api], Answer]]:
    return [
        lambda api: api.post("/fhir", bundle(one), content_type="application/fhir+json"),
        lambda api: api.post("/fhir/DocumentReference", world.document(one)),
    ]


def test_who_may_not_deposit_learns_no_more_than_that_the_record_takes_nothing(
    world: World, anne: Person, outside: dict[str, Api]
):
    """A block looks like a record that is closed, or that its holder does not want (domain: depositing)."""
    who = {BLOCKED: outside[BLOCKED]}
    blocked = [_answers(world, who, ask)[BLOCKED][0] for ask in _deposits(world, anne)]
    for state in (DossierState.OBJECTED, DossierState.CLOSED):
        world.set_state(anne, state)
        assert [_answers(world, outside, ask)[STRANGER][0] for ask in _deposits(world, anne)] == blocked
    assert {answer[0] for answer in blocked} == {403}


def test_a_withdrawn_versions_tokens_stop_at_once_and_everywhere(world: World, anne: Person):
    """Its own and those of the professionals behind it, at every path that is not open to all."""
    names = {"patient_id": anne.id, "document_id": world.documents(anne)[0]["id"], "one_id": HOSPITAL}
    doctor = world.doctor()
    itself = Api(world.app, partial(world.token, PRACTICE, *PRACTICE_SCOPES))
    kept = [api.token() for api in (doctor, itself) if api.token is not None]
    with world.running.database.write() as connection:
        connection.execute(update(Software).where(Software.client_id == PRACTICE).values(state="withdrawn"))
    views, asked = world.app.view_functions, 0
    for rule in world.app.url_map.iter_rules():
        if not rule.rule.startswith("/fhir") or getattr(views[rule.endpoint], "open_to_all", False):
            continue
        path = re.sub("<(?:[a-z]+:)?([a-z_]+)>", lambda found: names.get(found[1], NOWHERE), rule.rule)
        for method in (rule.methods or set()) - {"OPTIONS"}:
            for token in kept:
                answer = Api(world.app, partial(str, token)).call(method, path)
                assert answer.status == 401, (method, path, answer)
                asked += 1
    assert asked > 100
