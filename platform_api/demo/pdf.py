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
    "fr": ("page", "sur", "Confidentiel : document soumis au secret médical"),
    "de": ("Seite", "von", "Vertraulich: unterliegt der ärztlichen Schweigepflicht"),
    "lb": ("Säit", "vun", "Vertraulech: ënnerläit dem Beruffsgeheimnis"),
    "en": ("page", "of", "Confidential: subject to medical secrecy"),
}
# How a person is introduced, and "born on".
_INTRODUCED = {
    "fr": {"male": ("Patient", "né le"), "female": ("Patiente", "née le"), "other": ("Patient·e", "né·e le")},
    "de": {
        "male": ("Patient", "geboren am"),
        "female": ("Patientin", "geboren am"),
        "other": ("Patient/in", "geboren am"),
    },
    "lb": {"male": ("Patient", "gebuer den"), "female": ("Patientin", "gebuer den")},
    "en": {"male": ("Patient", "born on"), "female": ("Patient", "born on"), "other": ("Patient", "born on")},
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
    page, of, confidential = _LABELS[draft.language]
    who, born = _INTRODUCED[draft.language][patient.gender]
    return {
        "title": written.title,
        "language": draft.language,
        "day": [draft.day.year, draft.day.month, draft.day.day],
        "style": draft.fields.get("style", "letter"),
        "head": _head(draft),
        "to": _recipient(draft),
        "date": _place_and_date(draft),
        "labels": {"page": page, "of": of, "confidential": set_type(confidential, draft.language)},
        "patient": {
            "who": who,
            "name": patient.full_name,
            "born": f"{born} {short_date(patient.birth_date, draft.language)}",
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
                "widths": _widths((head, *rows)),
            }
        case Figure(image, caption):
            return {"kind": "figure", "image": list(draw_png(image)), "caption": caption, "alt": caption}


def _widths(rows: tuple[tuple[Words, ...], ...]) -> list[int]:
    """A share of the line for every column of long words; 0 for one that is as wide as its words."""
    longest = [max(len(cell.plain) for cell in column) for column in zip(*rows, strict=True)]
    shares = [min(length, 60) if length > 22 else 0 for length in longest]
    return shares if any(shares) else [*shares[:-1], 1]


def _spans(words: Words) -> list[list[str]]:
    return [[span.text, span.style] for span in words.spans]
