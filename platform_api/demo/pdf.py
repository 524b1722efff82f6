"""Writes a document as PDF/A-2a and PDF/UA-1: a letter under its organisation's heading, set by typst."""

import json
from functools import cache
from importlib.resources import as_file, files

import typst

from platform_api.demo.content import Block, Figure, Items, Paragraph, Section, Table, Words
from platform_api.demo.drafts import Draft, Written
from platform_api.demo.images import draw_png
from platform_api.demo.organisations import organisation, professional
from platform_api.demo.wording import long_date, set_type, short_date

_LABELS = {
    "fr": {
        "patient": "Patient",
        "born": "né(e) le",
        "page": "page",
        "of": "sur",
        "confidential": "Confidentiel : document soumis au secret médical",
        "about": "Concerne",
    },
    "de": {
        "patient": "Patient/in",
        "born": "geboren am",
        "page": "Seite",
        "of": "von",
        "confidential": "Vertraulich: unterliegt der ärztlichen Schweigepflicht",
        "about": "Betrifft",
    },
    "lb": {
        "patient": "Patient",
        "born": "gebuer den",
        "page": "Säit",
        "of": "vun",
        "confidential": "Vertraulech: ënnerläit dem Beruffsgeheimnis",
        "about": "Betrëfft",
    },
    "en": {
        "patient": "Patient",
        "born": "born on",
        "page": "page",
        "of": "of",
        "confidential": "Confidential: subject to medical secrecy",
        "about": "Re",
    },
}


def write_pdf(written: Written) -> bytes:
    """The document as a PDF; the same draft always gives the same bytes."""
    draft = written.draft
    letter = json.dumps(_letter(written), ensure_ascii=False)
    pdf = _compiler().compile(
        format="pdf",
        sys_inputs={"letter": letter},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(draft.created_at.timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst wrote no single PDF")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    with as_file(files("platform_api.demo").joinpath("data/letter.typ")) as template:
        return typst.Compiler(str(template), ignore_system_fonts=True)


def _letter(written: Written) -> dict[str, object]:
    draft = written.draft
    patient, author = draft.patient, draft.author
    labels = {word: set_type(text, draft.language) for word, text in _LABELS[draft.language].items()}
    return {
        "title": written.title,
        "language": draft.language,
        "day": [draft.day.year, draft.day.month, draft.day.day],
        "style": draft.fields.get("style", "letter"),
        "head": _head(draft),
        "to": _recipient(draft),
        "date": _place_and_date(draft),
        "labels": labels,
        "patient": {
            "name": patient.full_name,
            "born": short_date(patient.birth_date, draft.language),
            "matricule": f"{patient.matricule[:4]} {patient.matricule[4:8]} {patient.matricule[8:]}",
            "address": [patient.address.street, f"{patient.address.postal_code} {patient.address.city}"],
        },
        "sections": [_section(section) for section in written.sections],
        "signature": [author.full_name, author.speciality[draft.language]] if author else [patient.full_name],
    }


def _head(draft: Draft) -> dict[str, object] | None:
    house = draft.organisation
    if house is None:
        return None
    return {
        "name": house.name,
        "tagline": house.tagline,
        "accent": house.accent,
        "initials": "".join(word[0] for word in house.name.split() if word[0].isupper())[:2],
        "address": f"{house.address.street} · {house.address.postal_code} {house.address.city}",
        "contact": f"{house.phone} · {house.email}",
    }


def _recipient(draft: Draft) -> list[str]:
    """Lines of the address: a professional by key, words with `/` between lines, or nothing."""
    to = draft.fields.get("to", "")
    if not to:
        return []
    try:
        addressee = professional(to)
    except KeyError:
        return [line.strip() for line in to.split("/")]
    workplace = organisation(addressee.organisation_id)
    address = workplace.address
    return [addressee.full_name, workplace.name, address.street, f"{address.postal_code} {address.city}"]


def _place_and_date(draft: Draft) -> str:
    day = long_date(draft.day, draft.language)
    city = (draft.organisation.address if draft.organisation else draft.patient.address).city
    return {
        "fr": f"{city}, le {day}",
        "de": f"{city}, den {day}",
        "lb": f"{city}, den {day}",
        "en": f"{city}, {day}",
    }[draft.language]


def _section(section: Section) -> dict[str, object]:
    return {
        "title": section.title,
        "blocks": [_block(block) for block in section.blocks],
        "sections": [_section(part) for part in section.sections],
    }


def _block(block: Block) -> dict[str, object]:
    match block:
        case Paragraph(words):
            return {"kind": "paragraph", "spans": _spans(words)}
        case Items(items, ordered):
            return {"kind": "list", "ordered": ordered, "items": [_spans(item) for item in items]}
        case Table(caption, head, rows):
            return {
                "kind": "table",
                "caption": caption,
                "head": [_spans(cell) for cell in head],
                "rows": [[_spans(cell) for cell in row] for row in rows],
            }
        case Figure(image, caption):
            return {"kind": "figure", "image": list(draw_png(image)), "caption": caption, "alt": caption}


def _spans(words: Words) -> list[list[str]]:
    return [[span.text, span.style] for span in words.spans]
