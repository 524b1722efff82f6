"""The holder's own statement out of its CDA: read from the codes, so that it speaks the language of the page."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from lxml import etree
from markupsafe import Markup

from patient_portal import i18n, statement_view
from patient_portal.documents.cda_parts import telecoms
from patient_portal.documents.cda_types import CdaDocument, Section
from patient_portal.documents.cda_xml import HL7, attribute, child, children, clean, language_tag, text_of
from patient_portal.platform_client import Contact, StatementContent
from patient_portal.platform_client.vocabulary import (
    LANGUAGE_TAGS_OID,
    STATEMENT_OID,
    STATEMENT_TEMPLATE,
    AdvanceDirective,
    CommunicationNeed,
    ContactRelation,
    OrganDonation,
    StatementDetail,
    StatementPart,
)

Code = TypeVar("Code", bound=StrEnum)
_ABOUT = "about"


def is_statement(root: etree._Element) -> bool:
    """Whether the document says that it follows the template of a statement."""
    return any(attribute(one, "root") == STATEMENT_TEMPLATE for one in children(root, "templateId"))


def in_words_of_the_page(root: etree._Element, document: CdaDocument, prefix: str) -> CdaDocument:
    """The same document, its headings and choices in the language of the page; own words keep their own.

    A section that this release does not know stays as its sender wrote it.
    """
    parts = {part.code.value: part for part in statement_view.parts_of(read_content(root))}
    sections = tuple(
        _about(section, document)
        if section.code == _ABOUT
        else _worded(section, parts, f"{prefix}-s{number}")
        for number, section in enumerate(document.sections, 1)
    )
    return replace(document, sections=sections, language=i18n.language())


def read_content(root: etree._Element) -> StatementContent:
    """What the coded entries say; codes of other systems and codes of tomorrow say nothing here."""
    found = list(_entries(root))

    def words(code: str) -> tuple[str, ...]:
        return tuple(text for name, value in found if name == code and (text := _words(value)))

    def one(code: str) -> str:
        return next(iter(words(code)), "")

    def codes(code: str, known: type[Code]) -> tuple[Code, ...]:
        chosen = [_code(value) for name, value in found if name == code]
        return tuple(one for one in known if one in chosen)

    language = next(
        (tag for _name, value in found if (tag := language_tag(attribute(value, "language")))), ""
    )
    tags = [
        attribute(value, "code")
        for name, value in found
        if name == StatementDetail.INTERPRETER_LANGUAGE
        and attribute(value, "codeSystem") == LANGUAGE_TAGS_OID
    ]
    return StatementContent(
        language=language,
        what_matters=one(StatementPart.WHAT_MATTERS),
        contacts=tuple(_contacts(root)),
        trusted_person=one(StatementPart.TRUSTED_PERSON),
        trusted_phone=one(StatementDetail.TRUSTED_PHONE),
        allergies=words(StatementPart.ALLERGIES),
        implants=words(StatementPart.IMPLANTS),
        medicines=words(StatementPart.MEDICINES),
        communication=codes(StatementPart.COMMUNICATION, CommunicationNeed),
        interpreter=tags[0] if tags else "",
        communication_note=one(StatementDetail.COMMUNICATION_NOTE),
        end_of_life=one(StatementPart.END_OF_LIFE),
        directive=next(iter(codes(StatementDetail.DIRECTIVE, AdvanceDirective)), None),
        directive_where=one(StatementDetail.DIRECTIVE_WHERE),
        organ_donation=next(iter(codes(StatementPart.ORGAN_DONATION, OrganDonation)), None),
        organ_donation_where=one(StatementDetail.DONATION_WHERE),
        free_text=one(StatementPart.FREE_TEXT),
    )


def _worded(section: Section, parts: dict[str, statement_view.Part], anchor: str) -> Section:
    part = parts.get(section.code)
    if part is None:
        return section
    return replace(section, title=part.title, html=statement_view.part_html(part), anchor=anchor)


def _about(section: Section, document: CdaDocument) -> Section:
    """Who wrote it for whom, as the document's head says."""
    holder = document.patient.name
    writer = document.authors[0].person if document.authors else holder
    said = Markup('<p translate="no">{}</p>').format(statement_view.origin(holder, writer))
    return replace(section, title=statement_view.about(), html=said)


def _entries(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for observation in _observations(root):
        value = child(observation, "value")
        name = _code(child(observation, "code"))
        if value is not None and name:
            yield name, value


def _observations(root: etree._Element) -> Iterator[etree._Element]:
    return root.iterfind(f".//{{{HL7}}}section/{{{HL7}}}entry/{{{HL7}}}observation")


def _contacts(root: etree._Element) -> Iterator[Contact]:
    for observation in _observations(root):
        if _code(child(observation, "code")) != StatementPart.CONTACTS:
            continue
        role = child(observation, "participant", "participantRole")
        relation = _code(child(role, "code"))
        yield Contact(
            name=text_of(child(role, "playingEntity", "name")),
            phone=next((one.value for one in telecoms(role)), ""),
            relation=next((one for one in ContactRelation if one == relation), None),
        )


def _code(element: etree._Element | None) -> str:
    return attribute(element, "code") if attribute(element, "codeSystem") == STATEMENT_OID else ""


def _words(value: etree._Element) -> str:
    """The text of a value, its line ends kept, without signs that hide or turn it round."""
    return clean("".join(str(piece) for piece in value.itertext())).strip()
