"""One document described in words: whose it is, who wrote it, when, and what to know before reading it."""

import unicodedata
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from patient_portal import acting, i18n, sessions
from patient_portal.document_rows import foreign, the_holder, type_name, type_names
from patient_portal.documents.cda_types import CdaDocument, Party
from patient_portal.documents.presenters import Link
from patient_portal.documents.reading import Reading
from patient_portal.documents.words import language_name, moment, span
from patient_portal.labels import CONFIDENTIALITY, DOCUMENT_GROUPS
from patient_portal.platform_client import Document, DocumentType

_TITLES = frozenset(
    {"dr", "mr", "mrs", "ms", "mme", "mlle", "m", "herr", "frau", "prof", "madame", "monsieur"}
)
Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Description:
    """What stands around a document's text; `named` is another person's name, where the document names one."""

    title: str
    title_language: str
    lead: str
    up: list[tuple[str, str]]
    facts: Facts
    more: Facts
    inside: Facts
    older: Link | None
    newer: Link | None
    named: str


def describe(
    document: Document, reading: Reading, types: tuple[DocumentType, ...], holder: str
) -> Description:
    """The description of a document for the page that shows it; `holder` is the name of the record's holder."""
    name, group = type_name(document, type_names(types, i18n.language()))
    list_url = url_for("documents.index")
    own = acting.is_own(sessions.platform().context)
    up = [(_("Your documents") if own else _("Documents of the person whom you help"), list_url)]
    if group in DOCUMENT_GROUPS:
        up.append((str(DOCUMENT_GROUPS[group]), f"{list_url}?group={group}"))
    patient = reading.clinical.patient.name if reading.clinical else ""
    return Description(
        title=document.title or name,
        title_language=foreign(document.language) if document.title else "",
        lead=document.description if document.description != document.title else "",
        up=up,
        facts=_facts(document, name),
        more=_more(document, reading),
        inside=_inside(reading.clinical) if reading.clinical else [],
        older=_version(_("The version before this one"), document.replaces),
        newer=_version(_("Read the newer version"), document.replaced_by),
        named=patient if patient and holder and not same_person(patient, holder) else "",
    )


def same_person(one: str, other: str) -> bool:
    """Whether two ways of writing a name can mean one person: all of the shorter stands in the longer.

    Order, case, accents, titles and hyphens do not matter; an initial stands for a name.
    """
    shorter, longer = sorted((_parts(one), _parts(other)), key=len)
    if not shorter:
        return True
    return all(any(_is_like(part, whole) for whole in longer) for part in shorter)


def _is_like(part: str, whole: str) -> bool:
    if len(part) == 1 or len(whole) == 1:
        return part[0] == whole[0]
    return part == whole


def _parts(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return [word for word in words if word not in _TITLES]


def _facts(document: Document, name: str) -> Facts:
    written = document.written_at or document.deposited_at
    return [
        (_("Kind"), name),
        (_("Written by"), the_holder() if document.by_patient else document.author),
        (_("Organisation"), document.organisation),
        (_("Date"), i18n.day(written) if written else ""),
    ]


def _more(document: Document, reading: Reading) -> Facts:
    start, end = document.service_from, document.service_to
    size = i18n.file_size(document.size) if document.size else ""
    return [
        (
            _("About the time"),
            i18n.period(start.date() if start else None, end.date() if end else None) if start or end else "",
        ),
        (_("Language of the document"), language_name(document.language)),
        (_("Added to your record by"), the_holder() if document.by_patient else document.organisation),
        (_("Added on"), i18n.day_and_time(document.deposited_at) if document.deposited_at else ""),
        (_("Who may see it"), str(CONFIDENTIALITY[document.confidentiality])),
        (_("File"), ", ".join(part for part in (reading.body.file_kind, size) if part)),
    ]


def _inside(clinical: CdaDocument) -> Facts:
    """What the document's own head says; empty values are left out by the template."""
    stay = clinical.encounter
    return [
        (_("Patient named in the document"), clinical.patient.name),
        (_("Born"), moment(clinical.patient.birth) if clinical.patient.birth else ""),
        (_("Title inside the document"), clinical.title),
        (_("Date inside the document"), moment(clinical.effective) if clinical.effective else ""),
        (_("Authors"), "; ".join(filter(None, map(_party, clinical.authors)))),
        (_("Signed by"), _party(clinical.legal_authenticator)),
        (_("Recipients"), "; ".join(filter(None, map(_party, clinical.recipients)))),
        (_("What was done"), "; ".join(event.name for event in clinical.events if event.name)),
        (
            _("Stay or visit"),
            ", ".join(filter(None, (stay.name, span(stay.period), _party(stay.location)))) if stay else "",
        ),
    ]


def _party(party: Party | None) -> str:
    return ", ".join(filter(None, (party.person or party.device, party.organisation))) if party else ""


def _version(label: str, identifier: str | None) -> Link | None:
    return Link(label, url_for("documents.show", document_id=identifier)) if identifier else None
