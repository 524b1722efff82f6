"""The letter's code: alphabet, check character, forgiving reading, keyed fingerprint (domain.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_api import letter_codes
from platform_api.vocabulary import Reason

characters = st.sampled_from(letter_codes.ALPHABET)
codes = st.text(characters, min_size=11, max_size=11).map(
    lambda body: body + letter_codes.check_character(body)
)


def test_the_alphabet_has_no_letters_that_look_like_digits():
    assert len(letter_codes.ALPHABET) == len(set(letter_codes.ALPHABET)) == 32
    assert not set("ILOU") & set(letter_codes.ALPHABET)


def test_minted_codes_are_well_formed_and_differ():
    minted = {letter_codes.mint() for _ in range(500)}
    assert len(minted) == 500
    assert all(letter_codes.check(code).value == code for code in minted)


def test_every_place_of_a_minted_code_varies():
    """A place that is always the same would be bits that are not there."""
    minted = [letter_codes.mint() for _ in range(500)]
    assert all(len(set(place)) > 25 for place in zip(*minted, strict=True))


@given(codes, st.integers(0, 11), characters)
def test_every_wrong_character_is_found(code: str, place: int, other: str):
    wrong = code[:place] + other + code[place + 1 :]
    assert (letter_codes.check(wrong).value is None) == (wrong != code)


@given(codes, st.integers(0, 11), st.integers(0, 11))
def test_every_swap_of_two_characters_is_found(code: str, one: int, other: int):
    swapped = list(code)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert (letter_codes.check("".join(swapped)).value is None) == ("".join(swapped) != code)


@given(codes)
def test_it_is_read_as_people_type_it(code: str):
    lookalike = code.translate(str.maketrans("01", "Ol"))
    grouped = letter_codes.grouped(code)
    for typed in (grouped, grouped.lower(), f" {grouped} ", grouped.replace("-", " "), lookalike, f"{code}."):
        assert letter_codes.check(typed).value == code
    assert letter_codes.check(code.translate(str.maketrans("01", "oI"))).value == code
    assert letter_codes.check(grouped.replace("-", "–")).value == code


@pytest.mark.parametrize("typed", ["", "ABCD", "A" * 13, "ABCD-EFGH-UUUU", "ÄBCD-EFGH-JKMN", "\u0000" * 12])
def test_anything_else_is_a_typing_error(typed: str):
    assert letter_codes.check(typed) == letter_codes.CodeCheck(None, Reason.CODE_TYPO)


@given(st.text(max_size=60))
def test_whatever_is_typed_gets_an_answer(text: str):
    found = letter_codes.check(text)
    assert (found.value is None) == (found.problem is Reason.CODE_TYPO)


def test_the_fingerprint_needs_the_key():
    code = letter_codes.mint()
    mine = letter_codes.fingerprint(b"k" * 32, code)
    assert mine == letter_codes.fingerprint(b"k" * 32, code)
    assert mine != letter_codes.fingerprint(b"l" * 32, code)
    assert mine != letter_codes.fingerprint(b"k" * 32, letter_codes.mint())
    assert len(mine) == 64
    assert code not in mine.upper()
