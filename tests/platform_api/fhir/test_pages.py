"""Walking a search by its `next` links while things come and go: nothing twice, nothing lost."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import update

from platform_api import clock
from platform_api.models import Document, Organisation
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.world import Person, World


def walk(who: Fhir, path: str, between=None) -> list[str]:
    """The ids found page by page; `between` happens after each page."""
    found: list[str] = []
    while path:
        answer = who.get(path)
        assert answer.status == 200, answer
        found += [one["resource"]["id"] for one in answer.json.get("entry", [])]
        following = [one["url"] for one in answer.json["link"] if one["relation"] == "next"]
        path = following[0].partition("/fhir/")[2] if following else ""
        assert len(found) < 200, "the pages do not end"
        if path and between:
            between()
    return found


@pytest.mark.parametrize("sort", ["-creation", "creation", "-date", "type", "author", "-custodian"])
def test_documents_that_come_meanwhile_show_none_twice(world: World, anne: Person, holder: Fhir, sort: str):
    path = f"DocumentReference?patient={anne.id}&_sort={sort}"
    before = walk(holder, f"{path}&_count=1")
    assert len(before) == 3

    def come() -> None:
        if len(before) < 6:
            before.append(world.deposit(anne))

    seen = walk(holder, f"{path}&_count=1", come)
    assert len(seen) == len(set(seen))
    assert set(before[:3]) <= set(seen)


@pytest.mark.parametrize("words", ["", "&_content=a"])
def test_a_document_that_leaves_meanwhile_takes_none_with_it(
    world: World, anne: Person, holder: Fhir, words: str
):
    path = f"DocumentReference?patient={anne.id}{words}"
    all_of_them = walk(holder, path)
    assert len(all_of_them) == 3

    def leave() -> None:
        with world.running.database.write() as connection:
            connection.execute(
                update(Document).where(Document.id == all_of_them[0]).values(status="superseded")
            )

    assert walk(holder, f"{path}&_count=1", leave) == all_of_them


def test_the_own_reading_of_the_journal_moves_nothing(holder: Fhir, anne: Person):
    for _time in range(6):
        holder.get(f"DocumentReference?patient={anne.id}")
    seen = walk(holder, f"AuditEvent?patient={anne.id}&_count=2")
    assert len(seen) >= 6
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "kind",
    ["Practitioner", "PractitionerRole", "Organization", "Location", "Device", "CodeSystem", "ValueSet"],
)
def test_directories_are_walked_whole(treating: Fhir, kind: str):
    whole = walk(treating, f"{kind}?_count=100")
    for count in (1, 2):
        assert walk(treating, f"{kind}?_count={count}") == whole


def test_an_entry_that_changes_meanwhile_leaves_no_gap_in_the_history(world: World, treating: Fhir):
    path = "Organization/_history?_since=2000-01-01T00:00:00Z"
    all_of_them = walk(treating, path)
    assert len(all_of_them) > 1
    changed: list[str] = []

    def change() -> None:
        if not changed:
            changed.append(all_of_them[0])
            with world.running.database.write() as connection:
                connection.execute(
                    update(Organisation).where(Organisation.id == changed[0]).values(changed_at=clock.now())
                )

    assert set(walk(treating, f"{path}&_count=1", change)) == set(all_of_them)


@pytest.mark.parametrize(
    "path",
    ["DocumentReference?patient={anne}", "List?patient={anne}", "AuditEvent?patient={anne}", "Practitioner?"],
)
def test_a_page_behind_something_unknown_is_refused(holder: Fhir, anne: Person, path: str):
    refused = holder.get(f"{path.format(anne=anne.id)}&_after=nothing")
    assert (refused.status, refused.reason) == (400, "malformed_request")


def test_a_page_tells_where_it_lies(holder: Fhir, anne: Person):
    first = holder.get(f"DocumentReference?patient={anne.id}&_count=1").json
    following = next(one["url"] for one in first["link"] if one["relation"] == "next")
    second = holder.get(following.partition("/fhir/")[2]).json
    links = {one["relation"]: urlsplit(one["url"]).query for one in second["link"]}
    assert second["total"] == 3
    assert links["self"] == urlsplit(following).query
    assert "_after" not in links["previous"]
