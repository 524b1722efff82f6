"""Telephone numbers as people type them: with or without a country, told apart by what can be done with them.

The numbering plans of Luxembourg (ILR), Belgium (BIPT), France (Arcep) and Germany (BNetzA), as of 2025: which numbers
are mobile, and how long a number is. Other countries are left out on purpose: text messages to expensive numbers
abroad are what swindlers make gateways send.
"""

import re
from dataclasses import dataclass

from platform_api.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class Checked:
    """A mobile number in the form that every gateway reads (E.164), or what is wrong with it."""

    value: str | None = None
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    mobile: re.Pattern[str]
    landline: re.Pattern[str]
    groups: tuple[int, ...]


_PLANS = {
    "352": _Plan(re.compile(r"6[0-9]{8}"), re.compile(r"[2-57-9][0-9]{3,10}"), (3, 3, 3)),
    "32": _Plan(re.compile(r"4[5-9][0-9]{7}"), re.compile(r"[1-9][0-9]{7}"), (3, 2, 2, 2)),
    "33": _Plan(re.compile(r"[67][0-9]{8}"), re.compile(r"[1-589][0-9]{8}"), (1, 2, 2, 2, 2)),
    "49": _Plan(re.compile(r"1(5[0-9]{9}|[67][0-9]{8,9})"), re.compile(r"[2-9][0-9]{4,11}"), (3, 4, 4)),
}
_HOME = "352"
_BETWEEN = re.compile(r"[\s.\-/()\u00a0\u202f\u2010-\u2013]")
_DIGITS = re.compile(r"\+?[0-9]{4,20}")
_SHOWN = 2


def check(typed: str) -> Checked:
    """Read a mobile number; without a country it is one of Luxembourg."""
    number = _digits(typed)
    if number is None:
        return Checked(problem=Reason.PHONE_MALFORMED)
    code, rest = _parts(number)
    if code is None:
        return Checked(problem=Reason.PHONE_ABROAD)
    plan = _PLANS[code]
    if plan.mobile.fullmatch(rest):
        return Checked(f"+{code}{rest}")
    landline = plan.landline.fullmatch(rest) is not None
    return Checked(problem=Reason.PHONE_NO_MOBILE if landline else Reason.PHONE_MALFORMED)


def landline(typed: str) -> str | None:
    """A landline number in the same form, for being called back; None for every other."""
    number = _digits(typed)
    code, rest = _parts(number or "")
    fits = code is not None and _PLANS[code].landline.fullmatch(rest) is not None
    return f"+{code}{rest}" if fits and check(typed).value is None else None


def is_mobile(number: str) -> bool:
    """Whether a text message reaches a number that is registered."""
    return check(number).value is not None


def grouped(number: str) -> str:
    """A number as it is written on paper: +352 621 555 017; one of another form stays as it is."""
    known = check(number).value
    if known is None:
        return number
    code, rest = _parts(known[1:])
    parts = [f"+{code}"]
    for size in _PLANS[code or _HOME].groups:
        parts.append(rest[:size])
        rest = rest[size:]
    return " ".join(part for part in (*parts, rest) if part)


def ending(number: str) -> str:
    """The last digits, enough for its owner to know which number is meant."""
    return "".join(sign for sign in number if sign.isdigit())[-_SHOWN:]


def _digits(typed: str) -> str | None:
    """The number with its country's code; None for what is no number."""
    bare = _BETWEEN.sub("", typed.replace("(0)", ""))
    if not _DIGITS.fullmatch(bare):
        return None
    if bare.startswith("+"):
        return bare[1:]
    if bare.startswith("00"):
        return bare[2:]
    if bare.startswith("0"):
        return None  # a trunk zero: Luxembourg has none, so that the country is missing
    at_home = bare.startswith(_HOME) and _PLANS[_HOME].mobile.fullmatch(bare[len(_HOME) :])
    return bare if at_home else _HOME + bare


def _parts(number: str) -> tuple[str | None, str]:
    for code in _PLANS:
        if number.startswith(code):
            return code, number[len(code) :]
    return None, number
