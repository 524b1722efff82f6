"""The sections of the Composition: what every document says, one after the other, each under its own name and date."""

from dataclasses import dataclass, field
from typing import Any

from platform_api.cda_xml import Element
from platform_api.clock import in_luxembourg
from platform_api.document_types import document_types
from platform_api.fhir.document_reference import LOINC
from platform_api.summary.choosing import SUMMARY, Chosen, Row
from platform_api.summary.codes import Resource
from platform_api.summary.narrative import element, heading, written
from platform_api.summary.reading import KINDS, Kind, Part
from platform_api.summary.words import words

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_EMPTY = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/list-empty-reason", "code": "unavailable"}]
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all of the summary shares: its base address, its language, what was chosen and what each document says."""

    base: str
    language: str
    chosen: Chosen
    parts: dict[str, list[Part]]
    unread: list[Row]
    references: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """The addresses of the resources made, by the section's code and the document's id."""

    def says(self, code: str, **parts: str) -> str:
        """One of our sentences in the language of the summary."""
        return words(self.language)[code].format(**parts)

    def at(self, kind: str, identifier: str) -> str:
        """The address of a resource on this server."""
        return f"{self.base}/{kind}/{identifier}"


def sections(frame: Frame) -> list[Resource]:
    """All sections that the IPS asks for, and those others that some document fills."""
    found = [_section(frame, kind) for kind in KINDS]
    return [one for one in found if one is not None] + _sources(frame)


def narrative_of(div: Element, language: str) -> Resource:
    """The text of a resource; `additional`: it says more than the codes beside it."""
    div.set("lang", language)
    div.set(_LANGUAGE, language)
    return {"status": "additional", "div": written(div)}


def author_of(frame: Frame, row: Row) -> Resource:
    """Who wrote a document: the holder, a professional, a house, or a name that was only stated."""
    if row["by_patient"]:
        return {"reference": frame.at("Patient", row["patient_id"])}
    if row["author_id"]:
        return {"reference": frame.at("Practitioner", row["author_id"]), "display": _name(row)}
    stated = (row["author_stated"] or {}).get("name")
    if stated or not row["organisation_id"]:
        return {"display": stated or "–"}
    return {"reference": frame.at("Organization", row["organisation_id"]), "display": row["organisation"]}


def _section(frame: Frame, kind: Kind) -> Resource | None:
    parts = frame.parts.get(kind.code, [])
    unread = [row for row in frame.unread if _is_about(row, kind)]
    if not parts and not unread and not kind.required:
        return None
    title = frame.says(kind.code)
    div = element("div")
    for part in parts:
        _show(frame, div, part)
    for row in unread:
        _name_source(frame, div, row)
        div.append(element("p", frame.says("unread")))
    if not parts and not unread:
        div.append(element("p", frame.says("nothing")))
    entries = _entries(frame, kind, parts)
    authors = _each_once(author_of(frame, part.row) for part in parts)
    return {
        "title": title,
        "code": {"coding": [{"system": LOINC, "code": kind.code}], "text": title},
        **({"author": authors} if authors else {}),
        "text": narrative_of(div, frame.language),
        **({"entry": entries} if entries else {"emptyReason": _EMPTY}),
    }


def _is_about(row: Row, kind: Kind) -> bool:
    """Whether a document that was not read may say something here: a whole summary, or one about this alone."""
    if row["type_code"] == SUMMARY:
        return kind.required
    return row["type_code"] in kind.own_types


def _entries(frame: Frame, kind: Kind, parts: list[Part]) -> list[Resource]:
    """The resources and, beside them, each document that says something: its words count as much as its codes."""
    found: list[Resource] = []
    for part in parts:
        if not part.says_nothing:
            made = frame.references.get((kind.code, part.row["id"]), [])
            found += [{"reference": one} for one in made]
            found.append({"reference": frame.at("DocumentReference", part.row["id"])})
    return found


def _show(frame: Frame, div: Element, part: Part) -> None:
    _name_source(frame, div, part.row)
    for block in part.text:
        div.append(block)
    if part.left_in_text:
        div.append(element("p", frame.says("in-text")))
    if part.too_long:
        div.append(heading(frame.says("too-long")))


def _name_source(frame: Frame, div: Element, row: Row) -> None:
    """From which document, of which day, by whom; and the way to it."""
    kind = document_types().get(row["type_code"])
    named = {
        "title": row["title"],
        "type": kind.labels[frame.language] if kind else row["type_code"],
        "date": in_luxembourg(row["created_at"]).date().isoformat(),
        "author": _name(row),
    }
    line = heading(frame.says("from-holder" if row["by_patient"] else "from", **named))
    line[0].tail = " "
    line.append(element("a", frame.says("open"), href=frame.at("DocumentReference", row["id"])))
    div.append(line)


def _sources(frame: Frame) -> list[Resource]:
    """The last section: every document that is repeated or named, and how many more there are."""
    rows = [*frame.chosen.to_read, *frame.chosen.to_name]
    if not rows:
        return []
    div = element("div")
    for row in rows:
        _name_source(frame, div, row)
    for kind, number in frame.chosen.others.items():
        label = document_types()[kind].labels[frame.language]
        line = heading(label)
        line[0].tail = f" – {frame.says('others', number=str(number))}"
        div.append(line)
    title = frame.says("sources")
    return [
        {
            "title": title,
            "code": {"text": title},
            "text": narrative_of(div, frame.language),
            "entry": [{"reference": frame.at("DocumentReference", row["id"])} for row in rows],
        }
    ]


def _name(row: Row) -> str:
    names = (row["author_prefix"], row["author_given"], row["author_family"])
    stated = (row["author_stated"] or {}).get("name")
    parts = [" ".join(one for one in names if one) or stated or "", row["organisation"] or ""]
    return ", ".join(one for one in parts if one) or "–"


def _each_once(found: Any) -> list[Resource]:
    once: list[Resource] = []
    for one in found:
        if one not in once:
            once.append(one)
    return once
