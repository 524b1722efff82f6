"""A case's note says what was arranged, never anything about health: a careful check of words and numbers."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from platform_api.problems import Refused
from platform_api.vocabulary import Reason

LONGEST = 500
_WORDS = Path(__file__).with_name("health_words.txt")
_MATRICULE = re.compile(r"(?:\d[\s\u00a0\u202f.\-/]*){11,}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check(text: str) -> None:
    """Raise Refused when a note is too long, speaks of health, or holds a matricule or an e-mail address."""
    if len(text) > LONGEST:
        raise Refused(Reason.NOTE_TOO_LONG, field="note")
    if _MATRICULE.search(text) or _ADDRESS.search(text):
        raise Refused(Reason.NOTE_IDENTIFIES, field="note")
    stems = _stems()
    for word in re.findall(r"\w+", _plain(text)):
        if any(word.startswith(stem) for stem in stems):
            raise Refused(Reason.NOTE_ABOUT_HEALTH, field="note")


@cache
def _stems() -> tuple[str, ...]:
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(_plain(line) for line in lines if line and not line.startswith("#"))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))
