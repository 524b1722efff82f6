"""A statement in the words of the page: for its preview, its PDF and the page of the document, always the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from markupsafe import Markup

from patient_portal import i18n
from patient_portal.labels import (
    ADVANCE_DIRECTIVES,
    COMMUNICATION_NEEDS,
    CONTACT_RELATIONS,
    ORGAN_DONATION,
    STATEMENT_DETAILS,
    STATEMENT_NOTICES,
    STATEMENT_PARTS,
)
from patient_portal.platform_client import Contact, StatementContent
from patient_portal.platform_client.vocabulary import (
    INTERPRETER_LANGUAGES,
    CommunicationNeed,
    StatementDetail,
    StatementPart,
)

Kind = Literal["text", "items", "choice", "notice"]


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a part; `language` is that of the writer's own words, empty for ours."""

    kind: Kind
    lines: tuple[str, ...]
    language: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part that says something."""

    code: StatementPart
    title: str
    blocks: tuple[Block, ...]


def parts_of(content: StatementContent) -> tuple[Part, ...]:
    """The parts that say something, in the language of the page; the writer's own words stay as they are."""
    found = []
    for code in StatementPart:
        blocks = _blocks(code, content)
        if blocks and (notice := STATEMENT_NOTICES.get(code)) is not None:
            blocks = (*blocks, Block("notice", (str(notice),)))
        if blocks:
            found.append(Part(code, str(STATEMENT_PARTS[code]), blocks))
    return tuple(found)


def part_html(part: Part) -> Markup:
    """The lines of a part, without its heading; own words bear their language and find their own direction."""
    return Markup("").join(_block_html(block) for block in part.blocks)


def language_name(code: str) -> str:
    """A language in the words of the page."""
    return str(i18n.locale().languages.get(code, code))


def words(title: str, origin: str) -> Mapping[str, str]:
    """Each code that a statement may use, with its word in the language of the page (for the coded document)."""
    tables = (STATEMENT_PARTS, CONTACT_RELATIONS, COMMUNICATION_NEEDS, ADVANCE_DIRECTIVES, ORGAN_DONATION)
    found = {code.value: str(word) for table in tables for code, word in table.items()}
    found |= {f"notice-{code}": str(word) for code, word in STATEMENT_NOTICES.items()}
    found |= {f"language:{code}": language_name(code) for code in INTERPRETER_LANGUAGES}
    return found | {
        "title": title,
        "title-pdf": f"{title} (PDF)",
        "origin": origin,
        "about": about(),
    }


def about() -> str:
    """The heading over where a statement comes from."""
    return _("About this text")


def origin(holder: str, writer: str) -> str:
    """Who wrote it for whom, and that nobody has checked it."""
    if writer == holder:
        return _("Written by the patient. No health professional has checked it. Name: %(name)s", name=holder)
    return _(
        "Written for the patient by a person who may do so. No health professional has checked it. Patient: %(holder)s."
        " Written by: %(writer)s",
        holder=holder,
        writer=writer,
    )


def _blocks(code: StatementPart, content: StatementContent) -> tuple[Block, ...]:
    own = content.language
    if code is StatementPart.WHAT_MATTERS:
        return _text(content.what_matters, own)
    if code is StatementPart.CONTACTS:
        return _items([_contact(one) for one in content.contacts])
    if code is StatementPart.TRUSTED_PERSON:
        return _items([_joined(content.trusted_person, _unbroken(content.trusted_phone))])
    if code is StatementPart.COMMUNICATION:
        needs = [_need(need, content.interpreter) for need in content.communication]
        note = _labelled(StatementDetail.COMMUNICATION_NOTE, content.communication_note, own)
        return (*_items(needs), *note)
    if code is StatementPart.END_OF_LIFE:
        choice = ADVANCE_DIRECTIVES[content.directive] if content.directive else ""
        where = _labelled(StatementDetail.DIRECTIVE_WHERE, content.directive_where, own)
        return (*_choice(str(choice)), *where, *_text(content.end_of_life, own))
    if code is StatementPart.ORGAN_DONATION:
        choice = ORGAN_DONATION[content.organ_donation] if content.organ_donation else ""
        where = _labelled(StatementDetail.DONATION_WHERE, content.organ_donation_where, own)
        return (*_choice(str(choice)), *where)
    if code is StatementPart.FREE_TEXT:
        return _text(content.free_text, own)
    lists = {
        StatementPart.ALLERGIES: content.allergies,
        StatementPart.IMPLANTS: content.implants,
        StatementPart.MEDICINES: content.medicines,
    }
    return _items(lists[code], own)


def _text(text: str, language: str) -> tuple[Block, ...]:
    return (Block("text", tuple(text.split("\n")), language),) if text.strip() else ()


def _labelled(detail: StatementDetail, text: str, language: str) -> tuple[Block, ...]:
    if not text.strip():
        return ()
    return (Block("text", tuple(text.split("\n")), language, str(STATEMENT_DETAILS[detail])),)


def _items(lines: "list[str] | tuple[str, ...]", language: str = "") -> tuple[Block, ...]:
    kept = tuple(line for line in lines if line.strip())
    return (Block("items", kept, language),) if kept else ()


def _choice(text: str) -> tuple[Block, ...]:
    return (Block("choice", (text,)),) if text else ()


def _contact(one: Contact) -> str:
    relation = str(CONTACT_RELATIONS[one.relation]) if one.relation else ""
    return _joined(one.name, relation, _unbroken(one.phone))


def _need(need: CommunicationNeed, interpreter: str) -> str:
    told = str(COMMUNICATION_NEEDS[need])
    if need is CommunicationNeed.INTERPRETER and interpreter:
        return _joined(told, language_name(interpreter))
    return told


def _unbroken(number: str) -> str:
    """A telephone number that stays on one line."""
    return number.replace(" ", "\u00a0")


def _joined(*parts: str) -> str:
    return " – ".join(part for part in parts if part)


def _block_html(block: Block) -> Markup:
    own = (
        Markup(' lang="{}" dir="auto" translate="no"').format(block.language)
        if block.language
        else Markup("")
    )
    if block.kind == "items":
        items = Markup("").join(Markup("<li{}>{}</li>").format(own, line) for line in block.lines)
        return Markup("<ul>{}</ul>").format(items)
    if block.kind == "choice":
        return Markup("<p><strong>{}</strong></p>").format(block.lines[0])
    if block.kind == "notice":
        return Markup('<p class="soft">{}</p>').format(block.lines[0])
    label = Markup("<p><strong>{}</strong></p>").format(block.label) if block.label else Markup("")
    paragraphs = "\n".join(block.lines).split("\n\n")
    lines = (
        Markup("<br>").join(paragraph.strip("\n").split("\n"))
        for paragraph in paragraphs
        if paragraph.strip()
    )
    return label + Markup("").join(Markup("<p{}>{}</p>").format(own, one) for one in lines)
