"""Reading documents: one's own, whole and undamaged; everybody else's are as absent as those that never were."""

import secrets

import pytest

from platform_api.vocabulary import DossierState
from tests.platform_api.world import PDF, Person, World

ABSENT = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def anne(world: World) -> Person:
    """Someone with a record."""
    return world.patient("Anne", "Reuter")


def test_the_holder_reads_what_was_deposited(world: World, anne: Person):
    document = world.deposit(anne, title="Radio du thorax", description="De face")
    me = world.signed_in(anne)
    resource = me.get(f"/fhir/DocumentReference/{document}").json
    attachment = resource["content"][0]["attachment"]
    assert (attachment["title"], attachment["contentType"], attachment["size"]) == (
        "Radio du thorax",
        "application/pdf",
        len(PDF),
    )
    assert resource["description"] == "De face"
    binary = me.get(f"/fhir/Binary/{document}")
    assert (binary.status, binary.data) == (200, PDF)
    assert binary.headers["content-type"].startswith("application/pdf")
    assert binary.headers["content-disposition"].startswith("attachment")
    assert binary.headers["x-content-type-options"] == "nosniff"
    assert binary.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/fhir/DocumentReference/{}", "/fhir/Binary/{}"])
def test_somebody_elses_document_and_none_at_all_are_told_alike(world: World, anne: Person, path: str):
    hers = world.deposit(world.patient("Berta", "Klein"))
    for api in (
        world.signed_in(anne),
        world.portal(),
        world.halfway_in(anne),
        world.software("lab"),
        world.worker(),
    ):
        other, absent = api.get(path.format(hers)), api.get(path.format(ABSENT))
        assert other.told == absent.told
        assert other.status >= 400
    assert world.signed_in(anne).get(path.format(hers)).status == 404


@pytest.mark.parametrize("path", ["/fhir/DocumentReference/{}", "/fhir/Binary/{}"])
def test_finding_out_costs_the_same_statements(world: World, anne: Person, path: str):
    berta = world.patient("Berta", "Klein")
    hers, me = world.deposit(berta), world.signed_in(anne)
    me.get(path.format(ABSENT))
    counts = []
    for document in (hers, ABSENT):
        with world.statements() as seen:
            me.get(path.format(document))
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "odd", ["%00", "../x", "a" * 500, "é", "'; DROP TABLE documents; --", " ", "%0d%0aX-Y: z"]
)
def test_odd_ids_are_absent(world_on_each: World, odd: str):
    world = world_on_each
    me = world.signed_in(world.patient())
    for path in ("/fhir/DocumentReference/", "/fhir/Binary/"):
        assert me.get(path + odd).status in (400, 404), odd
    assert me.search(patient=f"Patient/{odd}").status in (400, 404)
    assert me.delete(f"/dsp/v1/sessions/{odd}").status in (400, 404)
    assert me.search(patient="self", custodian=f"Organization/{odd}").status in (200, 400)


def test_a_refused_attempt_stands_in_the_chain_of_whose_document_it_was(world: World, anne: Person):
    berta = world.patient("Berta", "Klein")
    hers = world.deposit(berta)
    world.signed_in(anne).get(f"/fhir/Binary/{hers}")
    entry = world.entries(berta.id)[-1]
    assert (entry["action"], entry["outcome"], entry["person_id"], entry["object_id"]) == (
        "document.read",
        "refused",
        anne.account_id,
        hers,
    )


def test_what_somebody_merely_typed_begins_no_chain(world: World, anne: Person):
    me = world.signed_in(anne)
    for wanted in ("nonsense", "x" * 64, "system"):
        assert me.search(patient=f"Patient/{wanted}").status == 404
        assert me.get("/fhir/AuditEvent", query_string={"patient": f"Patient/{wanted}"}).status == 404
    assert world.entries("nonsense") == []
    assert [entry["outcome"] for entry in world.entries(anne.id)] == ["refused"] * 6


@pytest.mark.parametrize(
    "state",
    sorted(set(DossierState) - {DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED}),
)
def test_a_record_that_is_not_open_shows_nothing(world: World, anne: Person, state: DossierState):
    document = world.deposit(anne)
    world.set_state(anne, state)
    me = world.signed_in(anne)
    for answer in (
        me.search(patient="self"),
        me.get(f"/fhir/DocumentReference/{document}"),
        me.get(f"/fhir/Binary/{document}"),
    ):
        assert (answer.status, answer.reason) == (403, "record_not_open")
    assert me.get("/dsp/v1/dossier").json["state"] == state


def _damage(world: World, how: str) -> None:
    path = world.running.blobs.path(next(iter(world.blobs())))
    data = bytearray(path.read_bytes())
    if how == "a bit flipped":
        data[len(data) // 2] ^= 1
    elif how == "cut":
        del data[-5:]
    elif how == "longer":
        data += b"x"
    elif how == "replaced":
        data[:] = secrets.token_bytes(len(data))
    elif how == "empty":
        data.clear()
    path.write_bytes(bytes(data))
    if how == "gone":
        path.unlink()


@pytest.mark.parametrize("how", ["a bit flipped", "cut", "longer", "replaced", "empty", "gone"])
def test_damaged_bytes_are_refused_and_never_shown_and_the_journal_says_so(
    world: World, anne: Person, how: str
):
    document = world.deposit(anne)
    _damage(world, how)
    me = world.signed_in(anne)
    answer = me.get(f"/fhir/Binary/{document}")
    assert answer.status >= 500
    assert answer.reason == "document_damaged"
    assert b"%PDF" not in answer.data
    entry = world.entries(anne.id)[-1]
    assert (entry["action"], entry["outcome"], entry["reason"]) == (
        "document.read",
        "refused",
        "document_damaged",
    )
    assert me.get(f"/fhir/DocumentReference/{document}").status == 200


def test_somebody_elses_bytes_in_place_of_ones_own_are_refused(world: World, anne: Person):
    """Two blobs swapped on the disk: each is bound to its own name and its record's key."""
    berta = world.patient("Berta", "Klein")
    mine, hers = world.deposit(anne), world.deposit(berta, content=PDF + b"%hers")
    paths = [world.running.blobs.path(world.documents(one)[0]["blob_id"]) for one in (anne, berta)]
    paths[0].write_bytes(paths[1].read_bytes())
    assert world.signed_in(anne).get(f"/fhir/Binary/{mine}").reason == "document_damaged"
    assert world.signed_in(berta).get(f"/fhir/Binary/{hers}").status == 200


def test_a_record_whose_key_was_destroyed_has_nothing_any_more(world: World, anne: Person):
    document = world.deposit(anne)
    world.running.destroy_record_key(anne.id)
    me = world.signed_in(anne)
    assert me.get(f"/fhir/Binary/{document}").status == 404
    assert me.get(f"/fhir/DocumentReference/{document}").status == 404


def test_opening_the_bytes_makes_a_new_document_seen(world: World, anne: Person):
    document = world.deposit(anne)
    me = world.signed_in(anne)

    def mark() -> str:
        return str(me.search(patient="self").json["entry"][0]["resource"]["meta"]["tag"][0]["code"])

    assert mark() == "new"
    assert me.get("/dsp/v1/dossier").json["new_documents"] == 1
    me.get(f"/fhir/DocumentReference/{document}")
    assert mark() == "new"
    for _ in range(2):
        assert me.get(f"/fhir/Binary/{document}").status == 200
    assert mark() == "seen"
    assert me.get("/dsp/v1/dossier").json["new_documents"] == 0


def test_two_tabs_open_a_document_for_the_first_time_at_once(world_on_each: World):
    import threading

    world = world_on_each
    anne = world.patient()
    document, me = world.deposit(anne), world.signed_in(anne)
    ready, told = threading.Barrier(4), []

    def read() -> None:
        ready.wait()
        told.append(me.get(f"/fhir/Binary/{document}").status)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [200] * 4
