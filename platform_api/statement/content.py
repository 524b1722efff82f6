"""What a statement says, part by part: its shape, its limits, and its words without signs that hide or reverse."""

import unicodedata
from typing import TypeAlias

import msgspec

from platform_api.problems import Refused
from platform_api.vocabulary import (
    INTERPRETER_LANGUAGES,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_ENTRIES,
    WRITING_LANGUAGES,
    AdvanceDirective,
    CommunicationNeed,
    ContactRelation,
    OrganDonation,
    Reason,
    StatementPart,
)

LARGEST_DRAFT = 512 * 1024
"""Bytes of one draft: 10,000 words are kept several times over; what is published is far shorter."""
_JOINERS = "\u200c\u200d"  # they shape Persian words and join emoji; they hide nothing
_NEVER = "\ufffe\uffff"  # no XML may hold them
Lines: TypeAlias = tuple[str, ...]


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Somebody to call."""

    name: str = ""
    phone: str = ""
    relation: ContactRelation | None = None


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole statement; `language` is that of its own words (ISO 639-1)."""

    language: str = "fr"
    what_matters: str = ""
    contacts: tuple[Contact, ...] = ()
    trusted_person: str = ""
    trusted_phone: str = ""
    allergies: Lines = ()
    implants: Lines = ()
    medicines: Lines = ()
    communication: tuple[CommunicationNeed, ...] = ()
    interpreter: str = ""
    communication_note: str = ""
    end_of_life: str = ""
    directive: AdvanceDirective | None = None
    directive_where: str = ""
    organ_donation: OrganDonation | None = None
    organ_donation_where: str = ""
    free_text: str = ""


_LONG: dict[str, StatementPart] = {
    "what_matters": StatementPart.WHAT_MATTERS,
    "communication_note": StatementPart.COMMUNICATION,
    "end_of_life": StatementPart.END_OF_LIFE,
    "free_text": StatementPart.FREE_TEXT,
}
_SHORT: dict[str, StatementPart] = {
    "trusted_person": StatementPart.TRUSTED_PERSON,
    "trusted_phone": StatementPart.TRUSTED_PERSON,
    "directive_where": StatementPart.END_OF_LIFE,
    "organ_donation_where": StatementPart.ORGAN_DONATION,
}
_LISTS: dict[str, StatementPart] = {
    "allergies": StatementPart.ALLERGIES,
    "implants": StatementPart.IMPLANTS,
    "medicines": StatementPart.MEDICINES,
}


def check_codes(content: Content) -> None:
    """Refuse languages that are not offered; the other codes were checked while the body was read."""
    if content.language not in WRITING_LANGUAGES:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="language")
    if content.interpreter and content.interpreter not in INTERPRETER_LANGUAGES:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=StatementPart.COMMUNICATION)


def check_to_publish(content: Content) -> None:
    """Refuse what cannot be published: a part that is too long, or nothing that could be read out."""
    for part, length, most in _lengths(content):
        if length > most:
            raise Refused(Reason.STATEMENT_TOO_LONG, field=part, data={"length": length, "most": most})
    if not any(sign.isalnum() for text in _texts(content) for sign in text) and not _coded(content):
        raise Refused(Reason.STATEMENT_EMPTY)


def shown(content: Content) -> Content:
    """The statement as others will read it: empty entries left out, no sign that hides or turns text round."""
    entries = {name: tuple(text for one in getattr(content, name) if (text := plain(one))) for name in _LISTS}
    texts = {name: plain(getattr(content, name), lines=name in _LONG) for name in (*_LONG, *_SHORT)}
    contacts = tuple(
        msgspec.structs.replace(one, name=plain(one.name), phone=plain(one.phone))
        for one in content.contacts
        if plain(one.name) or plain(one.phone)
    )
    needs = tuple(need for need in CommunicationNeed if need in content.communication)
    interpreter = content.interpreter if CommunicationNeed.INTERPRETER in needs else ""
    return msgspec.structs.replace(
        content, contacts=contacts, communication=needs, interpreter=interpreter, **entries, **texts
    )


def plain(text: str, *, lines: bool = False) -> str:
    """Composed letters without control, direction and invisible signs; line ends are kept where `lines` may be."""
    kept = []
    for sign in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        if sign == "\n" and lines:
            kept.append(sign)
        elif sign.isspace():
            kept.append(" ")
        elif sign in _JOINERS or (
            unicodedata.category(sign) not in ("Cc", "Cf", "Cs") and sign not in _NEVER
        ):
            kept.append(sign)
    found = "\n".join(line.rstrip() for line in "".join(kept).split("\n")).strip(f" \n{_JOINERS}")
    while "\n\n\n" in found:
        found = found.replace("\n\n\n", "\n\n")
    return found


def encode(content: Content) -> bytes:
    """The bytes that are sealed."""
    return msgspec.json.encode(content)


def decode(data: bytes) -> Content:
    """What was sealed."""
    return msgspec.json.decode(data, type=Content)


def _lengths(content: Content) -> list[tuple[StatementPart, int, int]]:
    found = [(part, len(getattr(content, name)), LONGEST_TEXT) for name, part in _LONG.items()]
    found += [(part, len(getattr(content, name)), LONGEST_LINE) for name, part in _SHORT.items()]
    for name, part in _LISTS.items():
        entries = getattr(content, name)
        found += [(part, len(one), LONGEST_LINE) for one in entries]
        found.append((part, len(entries), MOST_ENTRIES))
    for one in content.contacts:
        found += [(StatementPart.CONTACTS, len(text), LONGEST_LINE) for text in (one.name, one.phone)]
    return [*found, (StatementPart.CONTACTS, len(content.contacts), MOST_ENTRIES)]


def _texts(content: Content) -> list[str]:
    texts = [getattr(content, name) for name in (*_LONG, *_SHORT)]
    texts += [one for name in _LISTS for one in getattr(content, name)]
    return [*texts, *(text for one in content.contacts for text in (one.name, one.phone))]


def _coded(content: Content) -> bool:
    return bool(content.communication or content.directive or content.organ_donation)
