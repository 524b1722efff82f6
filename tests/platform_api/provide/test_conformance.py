"""Other people's cases for a Document Recipient: what must succeed does, what must be refused leaves nothing."""

import pytest

from tests.platform_api.provide.conformance import FOLDER, cases
from tests.platform_api.world import World

READ = "system/DocumentReference.read"
WRITE = "system/DocumentReference.write"


@pytest.mark.skipif(not cases(), reason=f"the public cases are not at {FOLDER}")
def test_every_public_case_has_its_expected_outcome(world: World):
    anne = world.patient()
    hospital = world.software(scopes=(WRITE, READ))
    known: dict[str, str] = {}
    wrong: list[tuple[object, ...]] = []
    for case in cases():
        before = (len(world.documents(anne)), len(world.blobs()))
        bundle = case.bundle(anne.id, known)
        answer = hospital.post("/fhir", bundle)
        if case.expect == "fail":
            after = (len(world.documents(anne)), len(world.blobs()))
            stored_nothing = after == before
            is_right = 400 <= answer.status < 500 and answer.json["resourceType"] == "OperationOutcome"
            if not (is_right and stored_nothing):
                wrong.append((case.name, answer.status, before, after))
            continue
        if answer.status != 200:
            wrong.append((case.name, answer.status, answer.data))
            continue
        assert answer.json["type"] == "transaction-response"
        places = [entry["response"]["location"] for entry in answer.json["entry"]]
        assert len(places) == len(bundle["entry"])
        documents = [place for place in places if "/DocumentReference/" in place]
        if case.step == "original":
            known["${original}"] = documents[0]
        if case.step == "replace":
            old = known["${original}"].rpartition("/")[2]
            statuses = {row["id"]: row["status"] for row in world.documents(anne)}
            assert statuses[old] == "superseded"
    assert wrong == []
