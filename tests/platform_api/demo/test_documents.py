"""The documents of the demo as a whole: how many, of what, for whom, and when."""

from collections import Counter
from datetime import UTC, date, datetime, time

from platform_api.demo.document_types import document_types
from platform_api.demo.documents import demo_documents
from platform_api.demo.organisations import demo_organisations, demo_professionals, demo_software
from platform_api.demo.people import demo_people, person
from platform_api.demo.records import (
    CDA_MEDIA_TYPE,
    DICOM_MEDIA_TYPE,
    JPEG_MEDIA_TYPE,
    PDF_MEDIA_TYPE,
    PNG_MEDIA_TYPE,
)
from platform_api.vocabulary import Confidentiality
from tests.platform_api.demo.known import TODAY

NICOLAS = person("nicolas-reuland").matricule


def test_all_27_types_are_there(documents):
    assert len(document_types()) == 27
    assert {one.type_code for one in documents} == set(document_types())


def test_at_least_sixty_documents_for_at_least_twelve_people_besides_the_long_record(documents):
    others = [one for one in documents if one.matricule != NICOLAS]
    assert len(others) >= 60
    assert len({one.matricule for one in others}) >= 12
    assert len({(one.matricule, one.title) for one in others}) >= 60


def test_someone_has_more_than_three_hundred_and_someone_has_none(documents):
    counts = Counter(one.matricule for one in documents)
    assert counts[NICOLAS] > 300
    assert counts[person("fatoumata-diallo").matricule] == 0
    assert counts[person("paul-hoscheid").matricule] == 0


def test_the_long_record_is_weighted_like_the_real_figures(documents):
    counts = Counter(one.type_code for one in documents if one.matricule == NICOLAS)
    frequent = [
        "patient-summary",
        "certificate",
        "diag-report",
        "preventive-report",
        "imaging",
        "lab",
        "holder",
    ]
    real = [document_types()[code].documents_2017 for code in frequent]
    shown = [counts[code] for code in frequent]
    assert real == sorted(real, reverse=True)
    assert shown == sorted(shown, reverse=True)
    assert len(set(shown)) == len(shown)
    share = counts["patient-summary"] / sum(counts.values())
    assert abs(share - 8184 / 14070) < 0.08


def test_french_german_english_and_luxembourgish_documents(documents):
    languages = Counter(one.language for one in documents)
    assert languages["de"] >= 25
    assert languages["en"] >= 10
    assert languages["lb"] >= 3
    assert languages["fr"] >= 60


def test_formats(documents):
    formats = Counter(one.media_type for one in documents)
    assert set(formats) == {CDA_MEDIA_TYPE, PDF_MEDIA_TYPE, PNG_MEDIA_TYPE, JPEG_MEDIA_TYPE, DICOM_MEDIA_TYPE}
    assert 40 <= formats[PDF_MEDIA_TYPE] <= 80
    assert all(one.content for one in documents)


def test_keys_are_unique_and_order_is_the_order_of_deposit(documents):
    assert len({one.key for one in documents}) == len(documents)
    assert [one.created_at for one in documents] == sorted(one.created_at for one in documents)


def test_nothing_is_in_the_future(documents):
    midnight = datetime.combine(TODAY, time(0), UTC)
    for one in documents:
        assert one.created_at < midnight
        assert one.created_at.utcoffset() is not None
        if one.service_from and one.service_to:
            assert one.service_from <= one.service_to <= one.created_at.date()


def test_nothing_is_older_than_its_person(documents):
    births = {one.matricule: one.birth_date for one in demo_people()}
    for one in documents:
        assert births[one.matricule] <= (one.service_from or one.created_at.date())


def test_a_child_has_no_document_before_its_birth_whenever_the_demo_is_loaded():
    noe = person("noe-colin")
    assert not [one for one in demo_documents(noe.birth_date) if one.matricule == noe.matricule]


def test_authors_organisations_and_software_exist(documents):
    doctors = {one.id for one in demo_professionals()}
    places = {one.id for one in demo_organisations()}
    products = {one.client_id: one for one in demo_software()}
    for one in documents:
        if one.type_code == "holder":
            assert (one.author_professional_id, one.organisation_id, one.software_client_id) == (
                None,
                None,
                None,
            )
            continue
        assert one.author_professional_id in doctors
        assert one.organisation_id in places
        assert products[one.software_client_id].approved_on <= one.created_at.date()


def test_all_three_products_wrote_something(documents):
    assert {one.software_client_id for one in documents} >= {one.client_id for one in demo_software()}


def test_one_document_is_replaced_by_a_newer_one_of_the_same_person(documents):
    by_key = {one.key: one for one in documents}
    replacing = [one for one in documents if one.replaces]
    assert [one.key for one in replacing] == ["claire-allergies-2"]
    old = by_key[replacing[0].replaces]
    assert old.created_at < replacing[0].created_at
    assert (old.matricule, old.type_code) == (replacing[0].matricule, replacing[0].type_code)


def test_all_levels_of_confidentiality_occur(documents):
    assert {one.confidentiality for one in documents} == set(Confidentiality)


def test_the_same_day_gives_the_same_bytes(documents):
    assert tuple(demo_documents(TODAY)) == documents


def test_another_day_gives_the_same_keys(documents):
    assert {one.key for one in documents} == {one.key for one in demo_documents(date(2027, 9, 30))}


def test_titles_and_descriptions_are_for_people(documents):
    for one in documents:
        assert one.title
        assert "[[" not in one.title + one.description
        assert "{" not in one.title + one.description
