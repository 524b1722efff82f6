"""What a letter or a paper form needs to know: plain values from outside, no word for people."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")


class UnsafeLetterId(ValueError):
    """A letter id that cannot be a file name or a printed reference."""


class LetterData(Protocol):
    """One minted activation letter; the platform's `MintedLetter` has these fields."""

    @property
    def letter_id(self) -> str: ...
    @property
    def language(self) -> str:
        """`fr`, `de`, `lb` or `en`."""

    @property
    def name(self) -> str:
        """The patient's full name."""

    @property
    def address_lines(self) -> tuple[str, ...]: ...
    @property
    def code(self) -> str:
        """In clear, `XXXX-XXXX-XXXX`."""

    @property
    def masked_matricule(self) -> str: ...
    @property
    def minted_at(self) -> datetime: ...
    @property
    def valid_until(self) -> date: ...
    @property
    def objection_until(self) -> date: ...
    @property
    def large_print(self) -> bool: ...
    @property
    def recipient_names(self) -> tuple[str, ...]:
        """The representatives of a child; empty when the letter is for the patient."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the letters and receives the post; each deployment gives its own."""

    name: str = "DSP — Dossier de soins partagé"
    address_lines: tuple[str, ...] = ("Boîte postale 1000", "L-1010 Luxembourg")


@dataclass(frozen=True, slots=True)
class Opens:
    """What one mandate of a person of trust opens once a doctor attests, and who that person is."""

    name: str
    verbs: frozenset[str]
    restricted: bool = False
    leaves_out: bool = False


@dataclass(frozen=True, slots=True)
class FormData:
    """What is already known when a form is handed out; an empty value is left for the pen."""

    last_name: str = ""
    given_name: str = ""
    address_lines: tuple[str, ...] = ()
    telephone: str = ""
    email: str = ""
    masked_matricule: str = ""
    reference: str = ""
    until: date | None = None
    opens: Opens | None = None


def checked_id(letter_id: str) -> str:
    """The letter's id, once it is known to hold only letters, digits and dashes (at most 64)."""
    if not SAFE_ID.fullmatch(letter_id):
        raise UnsafeLetterId("a letter's id may hold only letters, digits and dashes")
    return letter_id


def readable_reference(letter_id: str) -> str:
    """The letter's id as printed: a UUID in fours with spaces, easy to read out and never like a code."""
    try:
        plain = UUID(checked_id(letter_id)).hex
    except ValueError:
        return checked_id(letter_id)
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def one_line(text: str) -> str:
    """Outside text as one printable line: composed letters, no control or direction marks, plain spaces.

    A run of more than 30 signs without a space gets places where the line may break.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        sign for sign in composed if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}
    )
    return " ".join(_breakable(word) for word in kept.split())


def _breakable(word: str) -> str:
    if len(word) <= 30:
        return word
    return "\u200b".join(word[start : start + 15] for start in range(0, len(word), 15))
