"""What a search says of itself, and how values are written in it: pages, orders, escapes, addresses, forms."""

from urllib.parse import quote

import pytest

from platform_api.documents.searching import SORTS
from platform_api.fhir.registry import DOCUMENT_REFERENCE
from tests.platform_api.fhir.doctor import Fhir, self_link, titles
from tests.platform_api.world import Person, World

FORM = "application/x-www-form-urlencoded"


def relations(bundle: dict) -> list[str]:
    return [link["relation"] for link in bundle["link"]]


def test_a_number_has_no_pages_however_large(holder: Fhir, anne: Person):
    for asked in ("_summary=count&_count=1", "_count=0", "_summary=count&_count=1&_offset=1"):
        bundle = holder.get(f"DocumentReference?patient={anne.id}&{asked}").json
        assert (bundle["total"], "entry" in bundle, relations(bundle)) == (3, False, ["self"])


def test_the_links_tell_the_size_of_the_page_that_was_given(holder: Fhir, anne: Person):
    answer = holder.get(f"DocumentReference?patient={anne.id}&_count=5000")
    assert self_link(answer).endswith("&_count=100")


@pytest.mark.parametrize(
    "way",
    [
        "_sort=shoe-size",
        "_sort:desc=date",
        "_sort=",
        "_include=DocumentReference:nothing",
        "_revinclude=Provenance:target",
        "_summary=nonsense",
        "_total=nonsense",
    ],
)
def test_a_way_to_answer_that_is_not_served_is_left_out_or_on_demand_refused(
    treating: Fhir, anne: Person, way: str
):
    path = f"DocumentReference?patient={anne.id}"
    answer = treating.get(f"{path}&{way}")
    assert answer.status == 200
    assert self_link(answer).endswith(path)
    refused = treating.get(f"{path}&{way}", Prefer="handling=strict")
    assert (refused.status, refused.reason) == (400, "malformed_request")


@pytest.mark.parametrize(
    "way", ["_sort=-date", "_sort=type,-date,creation", "_total=accurate", "_summary=count"]
)
def test_a_way_that_is_served_is_taken_strictly_too(treating: Fhir, anne: Person, way: str):
    answer = treating.get(f"DocumentReference?patient={anne.id}&{way}", Prefer="handling=strict")
    assert answer.status == 200
    assert self_link(answer).endswith(way.replace(",", "%2C"))


def test_several_orders_count_one_after_the_other(world: World, holder: Fhir, anne: Person):
    for title in ("b", "a", "c"):
        world.deposit(anne, title=title, kind="lab", creation=f"2026-05-{ord(title) - 87}T08:00:00+01:00")
    path = f"DocumentReference?patient={anne.id}&type=lab"
    by_day = titles(holder.get(f"{path}&_sort=type,creation"))
    assert by_day == ["Glycémie", "a", "b", "c"]
    assert titles(holder.get(f"{path}&_sort=type,-creation,creation")) == by_day[::-1]
    assert titles(holder.get(f"{path}&_sort=author,type,date")) == ["Glycémie", "b", "a", "c"]


def test_the_link_names_the_orders_that_counted(holder: Fhir, anne: Person):
    path = f"DocumentReference?patient={anne.id}"
    answer = holder.get(f"{path}&_sort=shoe-size,type,-nothing,-date")
    assert self_link(answer).endswith(f"{path}&_sort=type%2C-date")
    assert titles(answer) == titles(holder.get(f"{path}&_sort=type,-date"))
    refused = holder.get(f"{path}&_sort=type,shoe-size", Prefer="handling=strict")
    assert (refused.status, refused.reason) == (400, "malformed_request")
    twice = holder.get(f"{path}&_sort=shoe-size&_sort=creation")
    assert self_link(twice).endswith(f"{path}&_sort=creation")
    assert titles(twice) == titles(holder.get(f"{path}&_sort=creation"))


def test_the_orders_that_are_published_are_those_that_there_are():
    assert {f"{sign}{name}" for name in DOCUMENT_REFERENCE.sorts for sign in ("", "-")} == SORTS


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("muller", True),
        ("x,muller", True),
        (r"x\,muller", False),
        (r"x\\,muller", True),
        (r"x\\\,muller", False),
        ("muller\\", False),
    ],
)
def test_a_comma_behind_a_backslash_separates_nothing(holder: Fhir, anne: Person, value: str, found: bool):
    answer = holder.get(f"DocumentReference?patient={anne.id}&author.family={quote(value)}")
    assert titles(answer) == (["Consultation"] if found else [])


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("urn:oid:1.2.3", True),
        (r"urn:ietf:rfc:3986|urn:oid:1.2.3", True),
        (r"urn:ietf:rfc:3986\|urn:oid:1.2.3", False),
    ],
)
def test_a_bar_behind_a_backslash_parts_no_system(holder: Fhir, anne: Person, value: str, found: bool):
    answer = holder.get(f"DocumentReference?patient={anne.id}&identifier={quote(value)}")
    assert len(titles(answer)) == found


def test_another_servers_address_names_nobody_here(treating: Fhir, anne: Person, world: World):
    base = world.running.settings.base_url
    assert treating.get(f"DocumentReference?patient={base}/fhir/Patient/{anne.id}").status == 200
    for elsewhere in (
        "https://evil.example/fhir/Patient/",
        f"{base}/fhir/x/Patient/",
        "Practitioner/Patient/",
    ):
        assert treating.get(f"DocumentReference?patient={elsewhere}{anne.id}").status == 404


@pytest.mark.parametrize(
    "kind", ["application/json", "application/fhir+json", "multipart/form-data; boundary=x"]
)
def test_a_search_by_post_is_a_form_or_nothing(treating: Fhir, anne: Person, kind: str):
    sent = f"DocumentReference/_search?patient={anne.id}"
    assert treating.post(sent, None).status == 200
    refused = treating.post(sent, None, Content_Type=kind)
    assert (refused.status, refused.reason) == (415, "format_not_supported")


def test_what_was_read_says_when_it_changed_and_in_which_languages_it_differs(
    treating: Fhir, anne: Person, world: World
):
    one = world.documents(anne)[1]["id"]
    answer = treating.get(f"DocumentReference/{one}")
    assert answer.headers["last-modified"].endswith(" GMT")
    assert "Accept-Language" in answer.headers["vary"]
    later = treating.get(f"DocumentReference/{one}", If_Modified_Since=answer.headers["last-modified"])
    assert later.status == 200  # the same second, perhaps in another language


def test_a_scheme_has_no_case_and_a_bad_token_is_named(treating: Fhir, anne: Person):
    token = treating.api.token()  # type: ignore[misc]  # a doctor has one
    ask = treating.api.app.test_client().get
    path = f"/fhir/DocumentReference?patient={anne.id}&_count=0"
    for scheme in ("Bearer", "bearer", "BEARER"):
        assert ask(path, headers={"Authorization": f"{scheme} {token}"}).status_code == 200
    assert ask(path).headers["WWW-Authenticate"] == "Bearer"
    for given in ("Bearer a.b.c", f"Bearer {token}x", f"Basic {token}", "Bearer", token):
        refused = ask(path, headers={"Authorization": given})
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_packed_body_is_refused_with_what_is_taken(treating: Fhir):
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/fhir+json"}
    token = {"Authorization": f"Bearer {treating.api.token()}"}  # type: ignore[misc]  # a doctor has one
    refused = treating.api.app.test_client().post("/fhir", data=b"\x1f\x8b", headers=headers | token)
    assert (refused.status_code, refused.headers["Accept-Encoding"]) == (415, "identity")
