"""A software reads what its token's scopes name, and of a record it learns nothing else: not even that it is there."""

from functools import partial

import pytest

from platform_api.models import Document
from platform_api.scopes import USUAL
from platform_api.vocabulary import Right
from tests.platform_api.fhir.doctor import Fhir, decide, doctor
from tests.platform_api.world import Answer, Api, Person, World

READINGS = {
    "DocumentReference?patient={patient}": "DocumentReference",
    "DocumentReference/{document}": "DocumentReference",
    "Binary/{document}": "Binary",
    "List?patient={patient}": "List",
    "List/{submission}": "List",
    "Consent?patient={patient}": "Consent",
    "AuditEvent?patient={patient}&date=ge2020-01-01&date=le2099-01-01": "AuditEvent",
    "Patient/{patient}": "Patient",
    "Patient?_id={patient}": "Patient",
    "Patient/{patient}/$summary": "Binary",
}
ABSENT = {"patient": "nobody", "document": "no-such-thing", "submission": "no-such-thing"}


def _names(world: World, one: Person) -> dict[str, str]:
    row = world.documents(one)[0]
    return {"patient": one.id, "document": row["id"], "submission": row["submission_id"]}


def _but_for_the_question(asked: str, answer: Answer) -> tuple[int, bytes]:
    """What is told; a search that finds nobody repeats what it was asked."""
    return answer.status, answer.data.replace(asked.encode(), b"")


@pytest.mark.parametrize(("path", "kind"), READINGS.items())
def test_reading_needs_the_scope_of_its_type(world: World, anne: Person, path: str, kind: str):
    decide(world, anne, Right.CIRCLE)
    asked = path.format(**_names(world, anne))
    only = doctor(world, scopes=(f"system/{kind}.read",)).get(asked)
    assert only.status == 200, only
    others = tuple(scope for scope in USUAL if not scope.startswith(f"system/{kind}."))
    refused = doctor(world, scopes=others).get(asked)
    assert (refused.status, refused.reason) == (403, "scope_not_granted")
    assert refused.headers["www-authenticate"] == 'Bearer error="insufficient_scope"'


@pytest.mark.parametrize(("path", "kind"), READINGS.items())
def test_without_the_scope_nobody_tells_a_record_from_nothing(
    world: World, anne: Person, path: str, kind: str
):
    """In the circle, a stranger, blocked, somebody that does not exist: one answer, headers too."""
    others = tuple(scope for scope in USUAL if not scope.startswith(f"system/{kind}."))
    there, nowhere = path.format(**_names(world, anne)), path.format(**ABSENT)
    stranger = [doctor(world, scopes=others).get(asked) for asked in (there, nowhere)]
    decide(world, anne, Right.CIRCLE)
    inside = doctor(world, scopes=others).get(there)
    decide(world, anne, Right.BLOCK)
    blocked = doctor(world, scopes=others).get(there)
    told = {(*one.told, one.headers["www-authenticate"]) for one in (*stranger, inside, blocked)}
    assert len(told) == 1
    itself = Fhir(world.software("archive-1", scopes=others))
    found, nothing = ((asked, itself.get(asked)) for asked in (there, nowhere))
    assert _but_for_the_question(*found) == _but_for_the_question(*nothing)


def test_without_the_scope_the_record_is_not_looked_at(world: World, anne: Person):
    document = world.documents(anne)[0]["id"]
    asking = doctor(world, scopes=("system/Patient.read",))
    with world.statements() as seen:
        assert asking.get(f"Binary/{document}").status == 403
    assert not any(Document.__tablename__ in one for one in seen)


def test_searching_and_reading_are_two_things(world: World, anne: Person):
    decide(world, anne, Right.CIRCLE)
    names = _names(world, anne)
    searching = doctor(world, scopes=("system/DocumentReference.search",))
    reading = doctor(world, scopes=("system/DocumentReference.r",))
    search, read = f"DocumentReference?patient={anne.id}", f"DocumentReference/{names['document']}"
    assert [searching.get(search).status, searching.get(read).status] == [200, 403]
    assert [reading.get(search).status, reading.get(read).status] == [403, 200]
    assert reading.post("DocumentReference/_search", {"patient": anne.id}).status == 403


def test_a_token_goes_no_further_than_its_software_was_approved(world: World, anne: Person):
    """The token's own signature says more than the registration, which was narrowed since."""
    for scope, status in (("system/List.read", 403), ("system/Patient.search", 200)):
        world.register(f"only-{status}", scopes=(scope,))
        asking = Api(world.app, partial(world.token, f"only-{status}", *USUAL, "system/Patient.s"))
        assert asking.get("/fhir/Patient", query_string={"identifier": anne.matricule}).status == status


def test_the_holder_reads_without_any_scope(holder: Fhir, anne: Person):
    assert holder.get(f"DocumentReference?patient={anne.id}").status == 200


def test_the_refusal_stands_in_the_trail(world: World, anne: Person):
    doctor(world, scopes=("system/Patient.read",)).get(f"DocumentReference?patient={anne.id}")
    entry = world.entries("system")[-1]
    assert (entry["outcome"], entry["reason"], entry["object_id"]) == ("refused", "scope_not_granted", None)
