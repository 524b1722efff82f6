"""The people, organisations, professionals and software of the demo."""

import base64
from collections import Counter
from datetime import date

import pytest

from platform_api.demo import demo_organisations, demo_people, demo_professionals, demo_software
from platform_api.demo.people import make_matricule, person
from platform_api.demo.records import SoftwareState
from platform_api.demo.wording import age_on
from platform_api.matricule import birth_date, check
from platform_api.vocabulary import LANGUAGES, DossierState, LetterState, OrganisationKind
from tests.platform_api.demo.known import REAL_NAMES, TODAY


@pytest.mark.parametrize("one", demo_people(), ids=lambda one: one.key)
def test_matricule_is_valid_and_tells_the_birth_date(one):
    assert check(one.matricule).value == one.matricule
    assert birth_date(one.matricule) == one.birth_date
    assert make_matricule(one.birth_date, int(one.matricule[8:11])) == one.matricule


def test_a_made_matricule_is_the_published_one():
    assert make_matricule(date(1983, 8, 12), 345) == "1983081234566"


def test_matricules_and_keys_are_unique():
    people = demo_people()
    assert len({one.matricule for one in people}) == len({one.key for one in people}) == len(people)


def test_the_states_that_the_contract_asks_for_are_there():
    states = Counter(one.state for one in demo_people())
    printed = [
        one for one in demo_people() if (one.state, one.letter) == (DossierState.CREATED, LetterState.PRINTED)
    ]
    assert len(demo_people()) >= 16
    assert len(printed) >= 2
    assert states[DossierState.ACTIVATED] >= 4
    assert states[DossierState.OBJECTED] == 1
    assert states[DossierState.OPEN_BY_DEFAULT] >= 1


def test_people_are_of_all_ages():
    ages = sorted(age_on(TODAY, one.birth_date) for one in demo_people())
    assert ages[0] == 0
    assert 17 in ages
    assert ages[-1] == 104


def test_every_language_of_the_portal_is_somebodys():
    assert {one.language for one in demo_people()} == set(LANGUAGES)


def test_cross_border_workers_live_in_the_three_neighbouring_countries():
    assert {one.address.country for one in demo_people()} == {"LU", "DE", "FR", "BE"}


def test_only_an_old_couple_shares_an_address_for_mail():
    addresses = Counter(one.email for one in demo_people() if one.email)
    assert [address for address, count in addresses.items() if count > 1] == ["kieffer@example.lu"]


def test_mail_goes_to_example_domains_only():
    people = [one.email for one in demo_people() if one.email]
    assert all(address.endswith("@example.lu") for address in people)
    assert all(one.email.endswith(".example.lu") for one in demo_organisations())


def test_activated_people_and_they_alone_can_sign_in():
    for one in demo_people():
        activated = one.state == DossierState.ACTIVATED
        assert (one.password is not None) == (one.totp_secret is not None) == activated
        if one.totp_secret:
            assert len(base64.b32decode(one.totp_secret)) == 20


def test_children_have_representatives_among_the_people():
    known = {one.matricule for one in demo_people()}
    children = [one for one in demo_people() if age_on(TODAY, one.birth_date) < 16]
    assert len(children) == 4
    for child in children:
        assert set(child.representatives) <= known
        assert child.representatives


def test_everybody_has_a_story_in_one_line():
    assert all(20 < len(one.story) < 120 and "\n" not in one.story for one in demo_people())


def test_someone_has_a_very_long_name_with_accents():
    name = person("maria-vasconcelos").full_name
    assert len(name) > 60
    assert not name.isascii()


def test_reference_doctors_and_workplaces_exist():
    doctors = {one.id for one in demo_professionals()}
    places = {one.id for one in demo_organisations()}
    assert {one.reference_doctor_id for one in demo_people()} <= doctors | {None}
    assert {one.organisation_id for one in demo_professionals()} <= places


def test_identifiers_have_ten_digits_under_the_right_prefix():
    for one in demo_professionals():
        assert (len(one.id), one.id[:4]) == (10, "2999")
    for place in demo_organisations():
        assert (len(place.id), place.id[:4]) == (10, "1000")


def test_every_kind_of_provider_is_there():
    kinds = {one.kind for one in demo_organisations()}
    assert kinds == set(OrganisationKind) - {OrganisationKind.AGENCY}
    assert len(demo_professionals()) >= 8
    assert len({one.category for one in demo_professionals()}) >= 7


def test_a_speciality_has_words_in_four_languages():
    assert all(set(one.speciality) == set(LANGUAGES) for one in demo_professionals())


def test_two_versions_are_conformant_and_one_is_withdrawn():
    states = Counter(one.state for one in demo_software())
    assert states == {SoftwareState.CONFORMANT: 2, SoftwareState.WITHDRAWN: 1}
    withdrawn = next(one for one in demo_software() if one.state == SoftwareState.WITHDRAWN)
    assert withdrawn.withdrawn_on is not None
    assert withdrawn.withdrawn_on > withdrawn.approved_on


def test_no_name_of_a_real_organisation_or_public_person():
    named = [one.full_name for one in demo_people()] + [one.full_name for one in demo_professionals()]
    named += [one.name for one in demo_organisations()] + [
        f"{one.name} {one.vendor}" for one in demo_software()
    ]
    for name in named:
        words = set(name.replace("-", " ").split())
        for real in REAL_NAMES:
            assert real not in words
            assert " " not in real or real not in name
