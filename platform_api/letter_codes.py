"""The activation code of a letter: its alphabet, its check character, its fingerprint; no storage."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from platform_api.vocabulary import Reason

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_READ_AS = str.maketrans("OIL", "011")
_IGNORED = str.maketrans("", "", " -–—\u00a0\u202f\t\n\r.")
LENGTH = 12  # 11 random characters (55 bits) and one check character


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """What a typed code turned out to be: the twelve characters, or why not."""

    value: str | None
    problem: Reason | None = None


def check(text: str) -> CodeCheck:
    """Read a typed code in any case, with O for 0, I or L for 1, spaces and dashes forgiven.

    A wrong check character is a typing error: it is told without counting a try (domain.md).
    """
    value = plain(text)
    if len(value) != LENGTH or any(c not in ALPHABET for c in value):
        return CodeCheck(None, Reason.CODE_TYPO)
    if check_character(value[:-1]) != value[-1]:
        return CodeCheck(None, Reason.CODE_TYPO)
    return CodeCheck(value)


def plain(text: str) -> str:
    """What was typed, in capitals, with what people mix up and put between forgiven."""
    return text.upper().translate(_IGNORED).translate(_READ_AS)


def mint() -> str:
    """A new code, without dashes."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


def grouped(value: str) -> str:
    """The code as it is printed: `XXXX-XXXX-XXXX`."""
    return "-".join(value[i : i + 4] for i in range(0, LENGTH, 4))


def fingerprint(key: bytes, value: str) -> str:
    """The keyed fingerprint under which a code is kept (HMAC-SHA-256, hexadecimal)."""
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def check_character(body: str) -> str:
    """The weighted sum of the characters in GF(32): finds every wrong character and every swap of two."""
    total, weight = 0, 1
    for character in body:
        weight = _times(weight, 2)
        total ^= _times(weight, ALPHABET.index(character))
    return ALPHABET[total]


def _times(a: int, b: int) -> int:
    """Multiplication in GF(32) over x^5 + x^2 + 1, whose root 2 generates all 31 non-zero elements."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 32:
            a ^= 0b100101
        b >>= 1
    return product
