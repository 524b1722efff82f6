"""The structured body of a CDA document: the narrative block and the entries behind its codes."""

import base64
import re
from dataclasses import dataclass

from platform_api.cda_xml import TYPE_ATTRIBUTE, E, Element
from platform_api.demo.content import Block, Code, Figure, Items, Paragraph, Section, Table, Words
from platform_api.demo.drafts import Written
from platform_api.demo.images import draw_png

CODE_SYSTEMS = {
    "LOINC": "2.16.840.1.113883.6.1",
    "ATC": "2.16.840.1.113883.6.73",
    "ICD10": "2.16.840.1.113883.6.3",
    "SCT": "2.16.840.1.113883.6.96",
}
ALLERGY_SECTION, VACCINATION_SECTION = "48765-2", "11369-6"

# Units as they are printed in Luxembourg, and their UCUM codes.
UCUM = {
    "G/L": "10*9/L",
    "T/L": "10*12/L",
    "mL/min/1,73 m²": "mL/min/{1.73_m2}",
    "mL/min/1.73 m²": "mL/min/{1.73_m2}",
    "mUI/L": "m[IU]/L",
    "mU/L": "m[IU]/L",
    "UI/L": "[IU]/L",
    "U/L": "U/L",
    "µmol/L": "umol/L",
    "µg/L": "ug/L",
    "°C": "Cel",
    "mmHg": "mm[Hg]",
    "/min": "/min",
}
_NUMBER = re.compile(r"^(\d+(?:[.,]\d+)?)$")


@dataclass(slots=True)
class _Numbers:
    """Counts the identifiers of one document, so that a reference is unique in it."""

    given: int = 0

    def next(self) -> str:
        self.given += 1
        return f"n{self.given}"


def structured_body(written: Written) -> Element:
    """The `structuredBody` element of a written document."""
    numbers = _Numbers()
    return E.structuredBody(*(E.component(_section(section, numbers)) for section in written.sections))


def _section(section: Section, numbers: _Numbers) -> Element:
    element = E.section()
    if section.code:
        element.append(E.code(code=section.code, codeSystem=CODE_SYSTEMS["LOINC"], codeSystemName="LOINC"))
    if section.title:
        element.append(E.title(section.title))
    entries: list[Element] = []
    text = E.text(*(_block(block, section.code, numbers, entries) for block in section.blocks))
    if section.blocks:
        element.append(text)
    element.extend(E.entry(entry, typeCode="DRIV") for entry in entries)
    element.extend(E.component(_section(part, numbers)) for part in section.sections)
    return element


def _block(block: Block, section_code: str | None, numbers: _Numbers, entries: list[Element]) -> Element:
    match block:
        case Paragraph(words):
            return _coded(E.paragraph(), words, (words,), section_code, numbers, entries)
        case Items(items, ordered):
            return E.list(
                *(_coded(E.item(), item, (item,), section_code, numbers, entries) for item in items),
                listType="ordered" if ordered else "unordered",
            )
        case Table():
            return _table(block, section_code, numbers, entries)
        case Figure(image, caption):
            number = numbers.next()
            data = base64.b64encode(draw_png(image)).decode("ascii")
            entries.append(
                E.observationMedia(
                    E.value(data, mediaType="image/png", representation="B64"),
                    classCode="OBS",
                    moodCode="EVN",
                    ID=number,
                )
            )
            return E.renderMultiMedia(E.caption(caption), referencedObject=number)


def _table(table: Table, section_code: str | None, numbers: _Numbers, entries: list[Element]) -> Element:
    element = E.table()
    if table.caption:
        element.append(E.caption(table.caption))
    element.append(E.thead(E.tr(*(_inline(E.th(), cell) for cell in table.head))))
    body = E.tbody()
    for row in table.rows:
        line = E.tr()
        for cell in row:
            line.append(_coded(E.td(), cell, row, section_code, numbers, entries))
        body.append(line)
    element.append(body)
    return element


def _coded(
    element: Element,
    words: Words,
    row: tuple[Words, ...],
    section_code: str | None,
    numbers: _Numbers,
    entries: list[Element],
) -> Element:
    """Write words into an element; a code gives them an identifier and an entry that refers to it."""
    if words.code is None:
        return _inline(element, words)
    number = numbers.next()
    element.append(_inline(E.content(ID=number), words))
    entries.append(_entry(words.code, words.plain, row, section_code, number))
    return element


def _inline(element: Element, words: Words) -> Element:
    last: Element | None = None
    for span in words.spans:
        if span.text == "\n":
            last = E.br()
        elif span.style:
            last = E.content(span.text, styleCode="Bold" if span.style == "strong" else "Italics")
        elif last is None:
            element.text = (element.text or "") + span.text
            continue
        else:
            last.tail = (last.tail or "") + span.text
            continue
        element.append(last)
    return element


def _entry(code: Code, name: str, row: tuple[Words, ...], section_code: str | None, number: str) -> Element:
    if code.system == "LOINC":
        return _measurement(code, name, row, number)
    if section_code == ALLERGY_SECTION:
        return _allergy(code, name, number)
    if code.system == "ATC":
        return _medicine(code, name, row, section_code, number)
    return E.observation(
        E.code(code="55607006", codeSystem=CODE_SYSTEMS["SCT"], displayName="Problem"),
        _reference(number),
        E.statusCode(code="completed"),
        _concept("value", code, name, {TYPE_ATTRIBUTE: "CD"}),
        classCode="OBS",
        moodCode="EVN",
    )


def _measurement(code: Code, name: str, row: tuple[Words, ...], number: str) -> Element:
    cells = [cell.plain.strip() for cell in row]
    value = cells[1] if len(cells) > 1 else ""
    unit = cells[2] if len(cells) > 2 else ""
    bare = value.strip("↑↓! \u202f")
    if _NUMBER.match(bare) and unit:
        result = E.value({TYPE_ATTRIBUTE: "PQ"}, value=bare.replace(",", "."), unit=UCUM.get(unit, unit))
    else:
        result = E.value(value, {TYPE_ATTRIBUTE: "ST"})
    observation = E.observation(
        _concept("code", code, name),
        _reference(number),
        E.statusCode(code="completed"),
        result,
        classCode="OBS",
        moodCode="EVN",
    )
    flag = "H" if "↑" in value else "L" if "↓" in value else "N"
    observation.append(E.interpretationCode(code=flag, codeSystem="2.16.840.1.113883.5.83"))
    if len(cells) > 3 and cells[3]:
        observation.append(E.referenceRange(E.observationRange(E.text(cells[3]))))
    return observation


def _allergy(code: Code, name: str, number: str) -> Element:
    agent = E.participantRole(
        E.playingEntity(_concept("code", code, name), classCode="MMAT"), classCode="MANU"
    )
    return E.act(
        E.code(nullFlavor="NA"),
        E.statusCode(code="active"),
        E.entryRelationship(
            E.observation(
                E.code(code="ALG", codeSystem="2.16.840.1.113883.5.4"),
                _reference(number),
                E.statusCode(code="completed"),
                E.participant(agent, typeCode="CSM"),
                classCode="OBS",
                moodCode="EVN",
            ),
            typeCode="SUBJ",
        ),
        classCode="ACT",
        moodCode="EVN",
    )


def _medicine(
    code: Code, name: str, row: tuple[Words, ...], section_code: str | None, number: str
) -> Element:
    given = section_code == VACCINATION_SECTION
    material = E.manufacturedMaterial(_concept("code", code, name), E.name(name))
    administration = E.substanceAdministration(
        E.text(E.reference(value=f"#{number}")),
        E.statusCode(code="completed" if given else "active"),
        E.consumable(E.manufacturedProduct(material)),
        classCode="SBADM",
        moodCode="EVN" if given else "INT",
    )
    if not given and len(row) > 1:
        dosage = E.supply(E.text(row[1].plain), classCode="SPLY", moodCode="RQO")
        administration.append(E.entryRelationship(dosage, typeCode="COMP"))
    return administration


def _concept(tag: str, code: Code, name: str, attributes: dict[str, str] | None = None) -> Element:
    return E(
        tag,
        attributes or {},
        code=code.value,
        codeSystem=CODE_SYSTEMS[code.system],
        codeSystemName=code.system,
        displayName=name,
    )


def _reference(number: str) -> Element:
    return E.text(E.reference(value=f"#{number}"))
