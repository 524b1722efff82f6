"""The body of a statement's CDA: a section for each part that says something, its words and its coded entries."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from platform_api.cda_xml import TYPE_ATTRIBUTE, E, Element
from platform_api.statement.content import Contact, Content
from platform_api.vocabulary import (
    LANGUAGE_TAGS_OID,
    STATEMENT_OID,
    STATEMENT_SYSTEM,
    CommunicationNeed,
    StatementDetail,
    StatementPart,
)

ABOUT = "about"
_LOINC = "2.16.840.1.113883.6.1"
_LOINC_SECTIONS = {
    StatementPart.ALLERGIES: "48765-2",
    StatementPart.IMPLANTS: "46264-8",
    StatementPart.MEDICINES: "10160-0",
    StatementPart.END_OF_LIFE: "42348-3",
}
Words: TypeAlias = Mapping[str, str]


def sections(content: Content, words: Words) -> Iterator[Element]:
    """The sections in their order, and at the end the one that tells where all this comes from."""
    writer = _Writer(content.language, words)
    for part in StatementPart:
        text: list[Element] = []
        entries: list[Element] = []
        _PARTS[part](writer, content, text, entries)
        if text:
            yield writer.section(part, text, entries)
    yield writer.section(ABOUT, [E.paragraph(words["origin"])], [])


class _Writer:
    """Makes the elements of one statement."""

    def __init__(self, language: str, words: Words) -> None:
        self.language = language
        self.words = words

    def section(self, code: str, text: list[Element], entries: list[Element]) -> Element:
        coded = self.code("code", code)
        if loinc := _LOINC_SECTIONS.get(code):  # type: ignore[call-overload]  # `about` has none
            coded.append(E.translation(code=loinc, codeSystem=_LOINC, codeSystemName="LOINC"))
        return E.section(coded, E.title(self.words[code]), E.text(*text), *map(E.entry, entries))

    def code(self, tag: str, code: str, **more: str) -> Element:
        known = {"displayName": self.words[code]} if code in self.words else {}
        return E(tag, code=code, codeSystem=STATEMENT_OID, codeSystemName=STATEMENT_SYSTEM, **known, **more)

    def own(self, tag: str, text: str) -> Element:
        """The writer's own words: line by line, in their language."""
        first, *others = text.split("\n")
        element = E(tag, first, language=self.language)
        for line in others:
            end = E.br()
            end.tail = line
            element.append(end)
        return element

    def chosen(self, code: str) -> Element:
        return E.paragraph(E.content(self.words[code], styleCode="Bold"))

    def said(self, code: str, text: str) -> Element:
        """An entry with words of the writer's own."""
        value = E.value(text, {TYPE_ATTRIBUTE: "ST"}, language=self.language)
        return self._observation(code, value)

    def coded(self, code: str, choice: str) -> Element:
        """An entry with one of our codes."""
        value = self.code("value", choice)
        value.set(TYPE_ATTRIBUTE, "CD")
        return self._observation(code, value)

    def tagged(self, code: str, tag: str) -> Element:
        """An entry with a language."""
        known = {"displayName": self.words[f"language:{tag}"]}
        value = E.value({TYPE_ATTRIBUTE: "CD"}, code=tag, codeSystem=LANGUAGE_TAGS_OID, **known)
        return self._observation(code, value)

    def person(self, one: Contact) -> Element:
        role = E.participantRole(classCode="CON")
        if one.relation:
            role.append(self.code("code", one.relation))
        if one.phone:
            role.append(E.telecom(value=f"tel:{one.phone}"))
        role.append(E.playingEntity(E.name(one.name), classCode="PSN"))
        found = self._observation(StatementPart.CONTACTS, None)
        found.append(E.participant(role, typeCode="IND"))
        return found

    def _observation(self, code: str, value: Element | None) -> Element:
        found = E.observation(
            self.code("code", code), E.statusCode(code="completed"), classCode="OBS", moodCode="EVN"
        )
        if value is not None:
            found.append(value)
        return found


_Fill: TypeAlias = Callable[[_Writer, Content, list[Element], list[Element]], None]


def _text(part: StatementPart, name: str) -> _Fill:
    def fill(writer: _Writer, content: Content, text: list[Element], entries: list[Element]) -> None:
        if words := getattr(content, name):
            text.extend(writer.own("paragraph", one) for one in words.split("\n\n"))
            entries.append(writer.said(part, words))

    return fill


def _list(part: StatementPart, name: str) -> _Fill:
    def fill(writer: _Writer, content: Content, text: list[Element], entries: list[Element]) -> None:
        if lines := getattr(content, name):
            text.append(E.list(*(writer.own("item", one) for one in lines)))
            entries.extend(writer.said(part, one) for one in lines)

    return fill


def _contacts(writer: _Writer, content: Content, text: list[Element], entries: list[Element]) -> None:
    items = []
    for one in content.contacts:
        known = (one.name, writer.words[one.relation] if one.relation else "", one.phone)
        items.append(E.item(" – ".join(part for part in known if part)))
        entries.append(writer.person(one))
    if items:
        text.append(E.list(*items))


def _trusted(writer: _Writer, content: Content, text: list[Element], entries: list[Element]) -> None:
    known = [part for part in (content.trusted_person, content.trusted_phone) if part]
    if known:
        text.append(E.paragraph(" – ".join(known)))
        text.append(E.paragraph(writer.words["notice-trusted-person"]))
    if content.trusted_person:
        entries.append(writer.said(StatementPart.TRUSTED_PERSON, content.trusted_person))
    if content.trusted_phone:
        entries.append(writer.said(StatementDetail.TRUSTED_PHONE, content.trusted_phone))


def _communication(writer: _Writer, content: Content, text: list[Element], entries: list[Element]) -> None:
    items = []
    for need in content.communication:
        told = writer.words[need]
        if need is CommunicationNeed.INTERPRETER and content.interpreter:
            told = f"{told} – {writer.words[f'language:{content.interpreter}']}"
        items.append(E.item(told))
        entries.append(writer.coded(StatementPart.COMMUNICATION, need))
    if items:
        text.append(E.list(*items))
    if content.interpreter:
        entries.append(writer.tagged(StatementDetail.INTERPRETER_LANGUAGE, content.interpreter))
    if content.communication_note:
        text.append(writer.own("paragraph", content.communication_note))
        entries.append(writer.said(StatementDetail.COMMUNICATION_NOTE, content.communication_note))


def _end_of_life(writer: _Writer, content: Content, text: list[Element], entries: list[Element]) -> None:
    if content.directive:
        text.append(writer.chosen(content.directive))
        entries.append(writer.coded(StatementDetail.DIRECTIVE, content.directive))
    if content.directive_where:
        text.append(writer.own("paragraph", content.directive_where))
        entries.append(writer.said(StatementDetail.DIRECTIVE_WHERE, content.directive_where))
    _text(StatementPart.END_OF_LIFE, "end_of_life")(writer, content, text, entries)
    if text:
        text.append(E.paragraph(writer.words["notice-end-of-life"]))


def _organ_donation(writer: _Writer, content: Content, text: list[Element], entries: list[Element]) -> None:
    if content.organ_donation:
        text.append(writer.chosen(content.organ_donation))
        entries.append(writer.coded(StatementPart.ORGAN_DONATION, content.organ_donation))
    if content.organ_donation_where:
        text.append(writer.own("paragraph", content.organ_donation_where))
        entries.append(writer.said(StatementDetail.DONATION_WHERE, content.organ_donation_where))
    if text:
        text.append(E.paragraph(writer.words["notice-organ-donation"]))


_PARTS: dict[StatementPart, _Fill] = {
    StatementPart.WHAT_MATTERS: _text(StatementPart.WHAT_MATTERS, "what_matters"),
    StatementPart.CONTACTS: _contacts,
    StatementPart.TRUSTED_PERSON: _trusted,
    StatementPart.ALLERGIES: _list(StatementPart.ALLERGIES, "allergies"),
    StatementPart.IMPLANTS: _list(StatementPart.IMPLANTS, "implants"),
    StatementPart.MEDICINES: _list(StatementPart.MEDICINES, "medicines"),
    StatementPart.COMMUNICATION: _communication,
    StatementPart.END_OF_LIFE: _end_of_life,
    StatementPart.ORGAN_DONATION: _organ_donation,
    StatementPart.FREE_TEXT: _text(StatementPart.FREE_TEXT, "free_text"),
}
