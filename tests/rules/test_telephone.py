"""Telephone numbers: read as people write them, mobile told from landline, four countries and no other."""

import pytest

from platform_api import telephone
from platform_api.vocabulary import Reason

RIGHT = {
    "621 555 017": "+352621555017",
    "691-555-042": "+352691555042",
    "+352 621 555 017": "+352621555017",
    "00352 621 555 017": "+352621555017",
    "352621555017": "+352621555017",
    "(+352) 621.555.017": "+352621555017",
    "\u202f+352\u00a0661 555 017 ": "+352661555017",
    "+33 6 12 34 56 78": "+33612345678",
    "+33 (0)7 12 34 56 78": "+33712345678",
    "+32 470 12 34 56": "+32470123456",
    "0032 (0) 470 12.34.56": "+32470123456",
    "+49 151 2345 6789": "+4915123456789",
    "+49 (0)171/234 56 78": "+491712345678",
    "+49 160 23456789": "+4916023456789",
}
WRONG = {
    "": Reason.PHONE_MALFORMED,
    "abc": Reason.PHONE_MALFORMED,
    "621 555 01": Reason.PHONE_MALFORMED,
    "621 555 0178": Reason.PHONE_MALFORMED,
    "06 12 34 56 78": Reason.PHONE_MALFORMED,
    "+": Reason.PHONE_MALFORMED,
    "+352": Reason.PHONE_MALFORMED,
    "+352 621 555 017 ext 3": Reason.PHONE_MALFORMED,
    "+33 6 12 34 56 7": Reason.PHONE_MALFORMED,
    "+33 8": Reason.PHONE_MALFORMED,
    "+32 470 12 34 5": Reason.PHONE_NO_MOBILE,  # as long as a landline of Liège
    "+49 151 2345": Reason.PHONE_MALFORMED,
    "+352621555017;+352691555042": Reason.PHONE_MALFORMED,
    "+352 621 555 017\r\nto: +1 900 555 0100": Reason.PHONE_MALFORMED,
    "٦٢١٥٥٥٠١٧": Reason.PHONE_MALFORMED,
    "9" * 400: Reason.PHONE_MALFORMED,
    "26 55 50 31": Reason.PHONE_NO_MOBILE,
    "+352 26 55 50 31": Reason.PHONE_NO_MOBILE,
    "+33 1 23 45 67 89": Reason.PHONE_NO_MOBILE,
    "+32 2 123 45 67": Reason.PHONE_NO_MOBILE,
    "+49 651 97580": Reason.PHONE_NO_MOBILE,
    "+351 912 345 678": Reason.PHONE_ABROAD,
    "+1 900 555 0100": Reason.PHONE_ABROAD,
    "+881 621 555 017": Reason.PHONE_ABROAD,
}


@pytest.mark.parametrize(("typed", "number"), RIGHT.items(), ids=repr)
def test_a_mobile_number_is_read_as_people_write_it(typed: str, number: str):
    assert telephone.check(typed).value == number
    assert telephone.check(telephone.grouped(number)).value == number


@pytest.mark.parametrize(("typed", "problem"), WRONG.items(), ids=lambda one: repr(one)[:30])
def test_what_no_text_message_reaches_is_told_apart(typed: str, problem: Reason):
    assert telephone.check(typed) == telephone.Checked(problem=problem)
    assert not telephone.is_mobile(typed)


def test_a_number_is_shown_in_groups_or_by_its_end():
    assert telephone.grouped("+352621555017") == "+352 621 555 017"
    assert telephone.grouped("+33612345678") == "+33 6 12 34 56 78"
    assert telephone.grouped("+4915123456789") == "+49 151 2345 6789"
    assert telephone.grouped("+352 26 55 50 31") == "+352 26 55 50 31"
    assert telephone.ending("+352 621 555 017") == "17"
