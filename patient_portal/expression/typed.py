"""What was typed on the page, as a statement: nothing is cut off, what cannot be a choice is none."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from patient_portal.platform_client import Contact, StatementContent
from patient_portal.platform_client.vocabulary import (
    INTERPRETER_LANGUAGES,
    WRITING_LANGUAGES,
    AdvanceDirective,
    CommunicationNeed,
    ContactRelation,
    OrganDonation,
)

MOST_ROWS = 200
"""Rows of one part that a form may send; a draft keeps them all, publishing asks for fewer."""
_JOINERS = "\u200c\u200d"  # they shape Persian words and join emoji; they hide nothing
_ROW = re.compile(r"([a-z]+)-([0-9]{1,4})(?:-(name|phone|relation))?")
Typed = MultiDict[str, str]
Code = TypeVar("Code", bound=StrEnum)


def content_of(form: Typed, otherwise: str) -> StatementContent:
    """The statement in a form; `otherwise` is the language of one that does not say."""
    written_in = form.get("written-in", "")
    interpreter = form.get("interpreter", "")
    return StatementContent(
        language=written_in if written_in in WRITING_LANGUAGES else otherwise,
        what_matters=lines(form.get("what-matters", "")),
        contacts=tuple(_contacts(form)),
        trusted_person=line(form.get("trusted-person", "")),
        trusted_phone=line(form.get("trusted-phone", "")),
        allergies=_entries(form, "allergies"),
        implants=_entries(form, "implants"),
        medicines=_entries(form, "medicines"),
        communication=tuple(need for need in CommunicationNeed if need in form.getlist("communication")),
        interpreter=interpreter if interpreter in INTERPRETER_LANGUAGES else "",
        communication_note=lines(form.get("communication-note", "")),
        end_of_life=lines(form.get("end-of-life", "")),
        directive=_choice(AdvanceDirective, form.get("advance-directive", "")),
        directive_where=line(form.get("directive-where", "")),
        organ_donation=_choice(OrganDonation, form.get("organ-donation", "")),
        organ_donation_where=line(form.get("organ-donation-where", "")),
        free_text=lines(form.get("free-text", "")),
    )


def is_empty(content: StatementContent) -> bool:
    """Whether nothing was typed or chosen at all."""
    return content == StatementContent(language=content.language)


def line(text: str) -> str:
    """One line: composed letters, no control or direction marks."""
    return " ".join(_kept(text.replace("\n", " ")).split())


def lines(text: str) -> str:
    """Several lines, as they were typed but for control and direction marks."""
    return _kept(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _kept(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    spaced = (" " if sign != "\n" and sign.isspace() else sign for sign in composed)
    return "".join(sign for sign in spaced if sign.isprintable() or sign == "\n" or sign in _JOINERS)


def _rows(form: Typed, part: str) -> list[str]:
    """The numbers of the rows that were sent for a part that repeats, in their order."""
    found = {int(match[2]) for name in form if (match := _ROW.fullmatch(name)) and match[1] == part}
    return [str(number) for number in sorted(found)[:MOST_ROWS]]


def _entries(form: Typed, part: str) -> tuple[str, ...]:
    return _filled(line(form.get(f"{part}-{row}", "")) for row in _rows(form, part))


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _contacts(form: Typed) -> Iterator[Contact]:
    for row in _rows(form, "contacts"):
        one = Contact(
            line(form.get(f"contacts-{row}-name", "")),
            line(form.get(f"contacts-{row}-phone", "")),
            _choice(ContactRelation, form.get(f"contacts-{row}-relation", "")),
        )
        if one.name or one.phone:
            yield one


def _choice(codes: type[Code], typed: str) -> Code | None:
    return next((code for code in codes if code == typed), None)
