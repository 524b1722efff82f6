"""The 13-digit national identification number: shape and check digits, before anything is looked up."""

import re
from dataclasses import dataclass
from datetime import date

from stdnum import luhn, verhoeff

from platform_api.vocabulary import Reason

_FORGIVEN = re.compile(r"[\s\u00a0\u202f.\-/]")


@dataclass(frozen=True, slots=True)
class MatriculeCheck:
    """What a typed matricule turned out to be: the 13 digits, or why not."""

    value: str | None
    problem: Reason | None = None
    odd_birth_date: bool = False


def check(text: str) -> MatriculeCheck:
    """Read a typed matricule, forgiving spaces, dots and dashes.

    Digits are YYYYMMDD, a serial of 3, the Luhn digit and the Verhoeff digit of the same first 11
    (Luxembourg's act of 19 June 2013; CTIE). Old 11-digit numbers and typing errors are told apart; an
    impossible birth date with right check digits is accepted and flagged (administrative numbers of
    non-residents have them).
    """
    digits = _FORGIVEN.sub("", text)
    if digits.isascii() and digits.isdigit() and len(digits) == 11:
        return MatriculeCheck(None, Reason.MATRICULE_OLD)
    if not (digits.isascii() and digits.isdigit() and len(digits) == 13):
        return MatriculeCheck(None, Reason.MATRICULE_TYPO)
    if check_digits(digits[:11]) != digits[11:]:
        return MatriculeCheck(None, Reason.MATRICULE_TYPO)
    return MatriculeCheck(digits, odd_birth_date=birth_date(digits) is None)


def check_digits(first_eleven: str) -> str:
    """The Luhn and the Verhoeff digit of the first eleven digits."""
    return str(luhn.calc_check_digit(first_eleven)) + str(verhoeff.calc_check_digit(first_eleven))


def birth_date(matricule: str) -> date | None:
    """The birth date within the number, or None where it is no date of the calendar."""
    try:
        return date(int(matricule[:4]), int(matricule[4:6]), int(matricule[6:8]))
    except ValueError:
        return None


def masked(matricule: str) -> str:
    """The number as it may be shown: the year and the last two digits (`1983 •••• ••• 66`)."""
    return f"{matricule[:4]} •••• ••• {matricule[-2:]}"
