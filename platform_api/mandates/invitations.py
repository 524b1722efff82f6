"""The code of an invitation: eight characters, handed over in person, kept as a keyed fingerprint alone."""

import secrets

from platform_api import letter_codes
from platform_api.keys import Keys

LENGTH = 8  # seven random characters (35 bits) and one check character; five tries an account


def mint() -> str:
    """A new code, without a dash."""
    body = "".join(secrets.choice(letter_codes.ALPHABET) for _ in range(LENGTH - 1))
    return body + letter_codes.check_character(body)


def read(text: str) -> str | None:
    """The characters of a typed code, read as kindly as a letter's; None for a typing error, which costs no try."""
    value = letter_codes.plain(text)
    if len(value) != LENGTH or any(character not in letter_codes.ALPHABET for character in value):
        return None
    return value if letter_codes.check_character(value[:-1]) == value[-1] else None


def fingerprint(keys: Keys, code: str) -> str:
    """Under which a code is kept."""
    return keys.find_by("invitation", code)
