"""The synthetic national population."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import islice

from platform_api.demo.document_types import document_types
from platform_api.demo.population import synthetic_document_rows, synthetic_patients
from platform_api.matricule import birth_date, check
from platform_api.vocabulary import LANGUAGES


def test_matricules_are_valid_unique_and_tell_the_birth_date():
    patients = list(synthetic_patients(3000, seed=7))
    assert len({one.matricule for one in patients}) == 3000
    for one in patients:
        assert check(one.matricule).value == one.matricule
        assert birth_date(one.matricule) == one.birth_date


def test_the_same_seed_gives_the_same_people_and_a_longer_run_begins_alike():
    short = list(synthetic_patients(200, seed=3))
    assert short == list(islice(synthetic_patients(900, seed=3), 200))
    assert short != list(synthetic_patients(200, seed=4))


def test_people_are_like_the_country():
    patients = list(synthetic_patients(5000))
    languages = Counter(one.language for one in patients)
    ages = [2026 - one.birth_date.year for one in patients]
    assert set(languages) == set(LANGUAGES)
    assert languages["fr"] > languages["de"]
    assert 0.06 < sum(one.country != "LU" for one in patients) / 5000 < 0.25
    assert 0.14 < sum(age < 18 for age in ages) / 5000 < 0.30
    assert 0.08 < sum(age > 65 for age in ages) / 5000 < 0.25
    assert all(one.birth_date < date(2026, 1, 1) for one in patients)


def test_document_rows_are_weighted_like_the_real_figures():
    rows = list(synthetic_document_rows(20000, patients=1000, seed=2))
    counts = Counter(one.type_code for one in rows)
    total = sum(kind.documents_2017 for kind in document_types().values())
    for code in ("patient-summary", "certificate", "diag-report", "preventive-report", "imaging", "lab"):
        assert abs(counts[code] / 20000 - document_types()[code].documents_2017 / total) < 0.02
    assert all(one.created_at < datetime(2026, 1, 1, tzinfo=UTC) for one in rows)


def test_a_third_of_the_people_have_nothing_and_some_have_much():
    counts = Counter(one.patient for one in synthetic_document_rows(8000, patients=1000))
    assert 250 < 1000 - len(counts) < 450
    assert max(counts.values()) > 20
    assert max(counts) < 1000
