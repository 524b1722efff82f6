"""The national identification number: read kindly, checked before anything is looked up (domain.md)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_api import matricule
from platform_api.vocabulary import Reason

VALID = (
    "1893120105732",
    "1983081234566",
    "1975061504286",
    "2011093077718",
    "1988122400102",
    "2009110325021",
    "2024022912336",
    "1900010100078",
)
numbers = st.builds(
    lambda born, serial: (base := f"{born:%Y%m%d}{serial:03d}") + matricule.check_digits(base),
    st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    st.integers(0, 999),
)


@pytest.mark.parametrize("number", VALID)
def test_a_valid_number_is_read(number: str):
    assert matricule.check(number) == matricule.MatriculeCheck(number)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("1983081234567", "the Verhoeff digit is wrong"),
        ("1983081234556", "the Luhn digit is wrong"),
        ("198308123456", "a digit is missing"),
        ("19830812345660", "a digit too many"),
        ("198308123456A", "a letter"),
        ("١٩٨٣٠٨١٢٣٤٥٦٦", "digits of another script"),
        ("²983081234566", "a superscript, which Python calls a digit"),
        ("", "nothing"),
    ],
)
def test_a_typing_error_is_told_as_one(number: str, why: str):
    assert matricule.check(number) == matricule.MatriculeCheck(None, Reason.MATRICULE_TYPO), why


def test_an_impossible_birth_date_with_right_check_digits_is_accepted_and_flagged():
    """Administrative numbers of non-residents have them: warn, do not reject."""
    found = matricule.check("1983023012312")
    assert (found.value, found.problem, found.odd_birth_date) == ("1983023012312", None, True)


def test_an_old_number_of_eleven_digits_is_told_apart():
    assert matricule.check("1983 0812 345").problem is Reason.MATRICULE_OLD


@pytest.mark.parametrize(
    "typed",
    [
        "1983 0812 345 66",
        " 1983-08-12-345-66 ",
        "1983.0812.34566",
        "1983\u00a00812\u202f34566",
        "1983/0812/34566",
        "\t1983081234566\n",
    ],
)
def test_grouping_is_forgiven(typed: str):
    assert matricule.check(typed).value == "1983081234566"


@given(numbers, st.integers(0, 12), st.integers(1, 9))
def test_no_single_wrong_digit_passes(number: str, place: int, more: int):
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert matricule.check(wrong).value is None


@given(numbers, st.integers(0, 11))
def test_no_swap_of_two_neighbours_passes(number: str, place: int):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (matricule.check(swapped).value is None) == (swapped != number)


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_an_answer(text: str):
    found = matricule.check(text)
    assert (found.value is None) == (found.problem is not None)


def test_it_is_shown_masked():
    assert matricule.masked("1983081234566") == "1983 •••• ••• 66"


def test_the_birth_date_within():
    assert matricule.birth_date("2024022912336") == date(2024, 2, 29)
    assert matricule.birth_date("1983023012312") is None
