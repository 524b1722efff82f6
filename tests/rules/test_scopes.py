"""What a scope covers, and which one a request needs."""

import pytest

from platform_api import scopes


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "/fhir/DocumentReference", "system/DocumentReference.s"),
        ("POST", "/fhir/DocumentReference/_search", "system/DocumentReference.s"),
        ("GET", "/fhir/DocumentReference/1", "system/DocumentReference.r"),
        ("HEAD", "/fhir/DocumentReference/1", "system/DocumentReference.r"),
        ("POST", "/fhir/DocumentReference", "system/DocumentReference.c"),
        ("DELETE", "/fhir/DocumentReference/1", "system/DocumentReference.d"),
        ("GET", "/fhir/Binary/1", "system/Binary.r"),
        ("GET", "/fhir/Bundle/1", "system/Binary.r"),
        ("POST", "/fhir/Patient/$match", "system/Patient.s"),
        ("POST", "/fhir/AuditEvent", "system/AuditEvent.c"),
        ("GET", "/fhir/List/", "system/List.s"),
        ("GET", "/fhir/Practitioner/1", None),
        ("POST", "/fhir", None),
        ("GET", "/dsp/v1/rights", None),
    ],
)
def test_a_request_needs_one_scope(method: str, path: str, needed: str | None):
    assert scopes.needed_for(method, path) == needed


@pytest.mark.parametrize(
    ("held", "covered", "uncovered"),
    [
        ("system/List.read", "rs", "cud"),
        ("system/List.search", "s", "rcud"),
        ("system/List.write", "cud", "rs"),
        ("system/List.rs", "rs", "cud"),
        ("system/List.cruds", "cruds", ""),
        ("system/List.sr", "", "cruds"),
        ("system/List.*", "", "cruds"),
        ("system/*.read", "", "cruds"),
        ("user/List.read", "", "cruds"),
        ("system/Binary.read", "", "cruds"),
        ("system/List.read ", "", "cruds"),
        ("system/List.", "", "cruds"),
    ],
)
def test_a_scope_covers_its_type_and_its_letters_alone(held: str, covered: str, uncovered: str):
    assert all(scopes.cover([held], f"system/List.{letter}") for letter in covered)
    assert not any(scopes.cover([held], f"system/List.{letter}") for letter in uncovered)


def test_where_no_scope_is_about_it_no_scope_covers_it():
    assert not scopes.cover(scopes.USUAL, None)
    assert not scopes.cover(scopes.USUAL, "system/Practitioner.r")


def test_a_narrower_scope_is_within_a_wider_one_and_never_the_other_way_round():
    approved = ["system/List.read", "portal"]
    wanted = ["system/List.s", "system/List.read", "system/List.cruds", "system/Binary.r", "portal", "worker"]
    assert scopes.within(wanted, approved) == {"system/List.s", "system/List.read", "portal"}


def test_the_usual_scopes_are_known_and_others_are_not():
    assert all(scopes.is_known(scope) for scope in scopes.USUAL)
    assert not any(
        scopes.is_known(scope) for scope in ("portal", "worker", "system/*.*", "system/Practitioner.read")
    )
