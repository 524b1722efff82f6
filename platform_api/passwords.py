"""Passwords: what is accepted, and how they are kept (argon2id, 19 MiB, t=2, p=1: OWASP's cheat sheet)."""

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from platform_api import common_passwords
from platform_api.problems import Refused
from platform_api.vocabulary import Reason

MINIMUM = 12
MAXIMUM = 128
_GUESSES = 10**7
_LEAST_BESIDE_A_NAME = 6
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = threading.BoundedSemaphore(2)


def hash_password(password: str) -> str:
    """The argon2id hash; at most two are computed at once, so that a flood cannot eat the memory."""
    with _at_once:
        return _hasher.hash(_normal(password))


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; takes as long when there is none."""
    with _at_once:
        try:
            _hasher.verify(stored or _decoy(), _normal(password))
        except (VerifyMismatchError, InvalidHashError):
            return False
    return stored is not None


def check_new(password: str, personal: tuple[str, ...]) -> None:
    """Refuse a password that is too short, too long, or that guessing tools try first.

    `personal` holds words that others know of the person (name, address): they count as guessed, and what is
    left beside them must not be short.
    """
    if len(password) < MINIMUM:
        raise Refused(Reason.PASSWORD_TOO_SHORT, field="password", data={"minimum": MINIMUM})
    if len(password) > MAXIMUM:
        raise Refused(Reason.PASSWORD_TOO_LONG, field="password", data={"maximum": MAXIMUM})
    if common_passwords.is_common(password) or _mostly_personal(password, personal):
        raise Refused(Reason.PASSWORD_TOO_COMMON, field="password")
    from zxcvbn import zxcvbn  # loading its word lists takes 0.2 s: only when someone chooses a password

    known = [*personal, *common_passwords.OF_THIS_PLACE]
    if zxcvbn(password[:72], user_inputs=known)["guesses"] < _GUESSES:
        raise Refused(Reason.PASSWORD_TOO_COMMON, field="password")


def _mostly_personal(password: str, personal: tuple[str, ...]) -> bool:
    left = whole = _normal(password).casefold()
    for word in sorted((_normal(word).casefold() for word in personal), key=len, reverse=True):
        if len(word) > 2:
            left = left.replace(word, "")
    beside = [character for character in left if not character.isspace() and character not in "-_.,;:!?+@"]
    return left != whole and len(beside) < _LEAST_BESIDE_A_NAME


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher.hash("nobody has this password")
