"""FHIR document Bundles (patient summaries, laboratory and discharge reports) by their narrative."""

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from patient_portal.documents.cda import contents
from patient_portal.documents.cda_links import Targets
from patient_portal.documents.cda_media import Media
from patient_portal.documents.cda_narrative import narrative_html
from patient_portal.documents.cda_rebuild import XHTML, Rebuilder
from patient_portal.documents.cda_rebuild_text import is_empty
from patient_portal.documents.cda_time import read_moment
from patient_portal.documents.cda_types import CdaDocument, Identifier, Moment, Party, Patient, Section, Words
from patient_portal.documents.cda_xml import MAX_BYTES, language_tag, line, parse_xml
from patient_portal.documents.refusals import ContentRefused, RefusalReason, refusing

MAX_DEPTH = 12
GENDERS = {"female": "F", "male": "M", "other": "UN"}


def read_fhir_document(data: bytes, words: Words, prefix: str = "doc") -> CdaDocument:
    """A document Bundle in JSON, in the shape of a clinical document; ContentRefused for anything else."""
    if len(data) > MAX_BYTES:
        raise ContentRefused(RefusalReason.TOO_LARGE)
    with refusing(RefusalReason.NOT_FHIR_DOCUMENT):
        bundle = json.loads(data.decode("utf-8-sig"))
        resources = _Resources(bundle)
        composition = resources.composition
    with refusing(RefusalReason.DAMAGED):
        return _document(resources, composition, bundle, words, prefix)


class _Resources:
    """What a document Bundle carries, found by reference."""

    def __init__(self, bundle: Any) -> None:
        if not isinstance(bundle, dict) or (bundle.get("resourceType"), bundle.get("type")) != (
            "Bundle",
            "document",
        ):
            raise ContentRefused(RefusalReason.NOT_FHIR_DOCUMENT)
        self._by_reference: dict[str, dict[str, Any]] = {}
        self.composition: dict[str, Any] = {}
        for entry in _list(bundle.get("entry")):
            resource = _dict(entry.get("resource"))
            kind, identity = resource.get("resourceType"), resource.get("id")
            if kind == "Composition" and not self.composition:
                self.composition = resource
            self._by_reference[str(entry.get("fullUrl", ""))] = resource
            self._by_reference[f"{kind}/{identity}"] = resource
        if not self.composition:
            raise ContentRefused(RefusalReason.NOT_FHIR_DOCUMENT)

    def find(self, reference: Any) -> dict[str, Any]:
        """The resource behind a Reference; an empty one if it is not in the Bundle."""
        address = str(_dict(reference).get("reference", ""))
        short = "/".join(address.split("/")[-2:])
        return self._by_reference.get(address) or self._by_reference.get(short) or {}

    def display(self, reference: Any) -> str:
        """The words for a Reference: its own, else what the resource it leads to is called."""
        resource = self.find(reference)
        return (
            line(_text(_dict(reference).get("display")))
            or _human_name(resource.get("name"))
            or line(_text(resource.get("name")))
            or _concept(resource.get("code"))
            or _concept(resource.get("vaccineCode"))
            or _concept(resource.get("medicationCodeableConcept"))
        )


def _document(
    resources: _Resources, composition: dict[str, Any], bundle: dict[str, Any], words: Words, prefix: str
) -> CdaDocument:
    reader = _Sections(resources, words, prefix, _list(composition.get("section")))
    sections = reader.sections
    person = resources.find(composition.get("subject"))
    custodian = Party(organisation=resources.display(composition.get("custodian")))
    identity = _dict(bundle.get("identifier"))
    return CdaDocument(
        title=line(_text(composition.get("title"))) or _concept(composition.get("type")),
        language=language_tag(_text(composition.get("language") or bundle.get("language"))),
        code=_code(composition.get("type")),
        code_display=_concept(composition.get("type")),
        effective=_moment(composition.get("date")),
        confidentiality=line(_text(composition.get("confidentiality"))),
        patient=Patient(
            name=_human_name(person.get("name")) or resources.display(composition.get("subject")),
            birth=_moment(person.get("birthDate")),
            gender=GENDERS.get(_text(person.get("gender")), ""),
            gender_text="",
        ),
        identifier=Identifier(line(_text(identity.get("system"))), line(_text(identity.get("value"))))
        if identity
        else None,
        authors=tuple(
            dict.fromkeys(filter(None, (_author(resources, one) for one in _list(composition.get("author")))))
        ),
        custodian=custodian or None,
        sections=sections,
        contents=contents(sections),
    )


def _author(resources: _Resources, reference: Any) -> Party:
    resource = resources.find(reference)
    kind = resource.get("resourceType")
    if kind == "PractitionerRole":
        return Party(
            person=resources.display(resource.get("practitioner")),
            organisation=resources.display(resource.get("organization")),
        )
    name = resources.display(reference)
    if kind == "Organization":
        return Party(organisation=name)
    return Party(device=name) if kind == "Device" else Party(person=name)


class _Sections:
    def __init__(
        self, resources: _Resources, words: Words, prefix: str, written: list[dict[str, Any]]
    ) -> None:
        self._resources = resources
        self._words = words
        self._narratives: dict[int, etree._Element] = {}
        for section in _all_sections(written):
            if (narrative := _narrative(section)) is not None:
                self._narratives[id(section)] = narrative
        nothing = etree.Element("nothing")
        self._rebuild = Rebuilder(words, Media(nothing, prefix), Targets(self._narratives.values(), prefix))
        self.sections = self._read(written, f"{prefix}-s")

    def _read(self, written: list[dict[str, Any]], stem: str) -> tuple[Section, ...]:
        return tuple(self._section(one, f"{stem}{number}") for number, one in enumerate(written, 1))

    def _section(self, section: dict[str, Any], anchor: str) -> Section:
        title = line(_text(section.get("title"))) or _concept(section.get("code"))
        source = self._narratives.get(id(section), etree.Element("div"))
        narrative = self._rebuild.narrative(source, anchor, titled=bool(title))
        has_text = not is_empty(narrative)
        inside = self._read(_list(section.get("section")), f"{anchor}-")
        if not has_text and not inside:
            self._say_entries(section, narrative)
        return Section(
            anchor=anchor,
            title=title,
            html=narrative_html(narrative),
            language=language_tag(source.get("lang") or source.get(_XML_LANG) or ""),
            code=_code(section.get("code")),
            has_text=has_text,
            sections=inside,
        )

    def _say_entries(self, section: dict[str, Any], narrative: etree._Element) -> None:
        names = [name for one in _list(section.get("entry")) if (name := self._resources.display(one))]
        if names:
            etree.SubElement(narrative, "said", word=self._words.coded_entries)
            made = etree.SubElement(narrative, "list")
            for name in names:
                etree.SubElement(made, "item").text = name
        else:
            reason = _concept(section.get("emptyReason"))
            etree.SubElement(narrative, "said", word=reason or self._words.empty_section)


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _all_sections(written: list[dict[str, Any]], depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        raise ContentRefused(RefusalReason.TOO_DEEP)
    for section in written:
        yield section
        yield from _all_sections(_list(section.get("section")), depth + 1)


def _narrative(section: dict[str, Any]) -> etree._Element | None:
    div = _text(_dict(section.get("text")).get("div"))
    if not div.strip():
        return None
    root, _ = parse_xml(div.encode())
    return root if root.tag in {f"{{{XHTML}}}div", "div"} else None


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _moment(value: Any) -> Moment | None:
    return read_moment(_text(value))


def _code(concept: Any) -> str:
    return next((_text(one.get("code")) for one in _list(_dict(concept).get("coding"))), "")


def _concept(concept: Any) -> str:
    """A CodeableConcept's words: its text, else the first display of its codings."""
    written = _dict(concept)
    displays = (line(_text(one.get("display"))) for one in _list(written.get("coding")))
    return line(_text(written.get("text"))) or next(filter(None, displays), "")


def _human_name(names: Any) -> str:
    """The official name if there are several, else the first: its text, or prefix, given, family."""
    written = sorted(_list(names), key=lambda one: one.get("use") != "official")
    for name in written:
        parts = [*_strings(name.get("prefix")), *_strings(name.get("given")), _text(name.get("family"))]
        if said := line(_text(name.get("text"))) or line(" ".join(parts)):
            return said
    return ""


def _strings(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
