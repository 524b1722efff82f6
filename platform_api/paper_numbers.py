"""The number that each print of a paper form carries: made without any row, checked before anything is looked up."""

import secrets

from platform_api import letter_codes

LENGTH = 8  # 7 random characters (35 bits; it opens nothing) and one check character


def mint() -> str:
    """A new number, as it is printed: two fours with a dash."""
    body = "".join(secrets.choice(letter_codes.ALPHABET) for _ in range(LENGTH - 1))
    return grouped(body + letter_codes.check_character(body))


def check(text: str) -> str | None:
    """A typed or scanned number as it is printed, look-alikes forgiven; None for a typing error."""
    value = letter_codes.plain(text)
    if len(value) != LENGTH or any(sign not in letter_codes.ALPHABET for sign in value):
        return None
    return grouped(value) if letter_codes.check_character(value[:-1]) == value[-1] else None


def grouped(value: str) -> str:
    """`XXXX-XXXX`."""
    return f"{value[:4]}-{value[4:]}"
