"""The record through other eyes as the pages show it: whose eyes there are, and what these see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from patient_portal import i18n
from patient_portal.confidentiality.choosing import USUAL, Choice
from patient_portal.document_rows import Row, rows
from patient_portal.labels import MANDATE_TEMPLATES
from patient_portal.platform_client import Document, DocumentType, Emergency, Mandates, Rights, Sight
from patient_portal.platform_client.vocabulary import MandateState

PAGE_SIZE = 20
Types = tuple[DocumentType, ...]


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Somebody through whose eyes one can look."""

    name: str
    details: str
    url: str
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Onlookers:
    """Those of one kind, under their heading."""

    heading: str
    onlookers: list[Onlooker]


@dataclass(frozen=True, slots=True)
class SightView:
    """The record through other eyes; `choice_url` leads back to the choice that is tried out, if one is."""

    name: str
    is_emergency: bool
    count: str
    sees_all: bool
    rows: list[Row]
    page: int
    pages: int
    previous_url: str | None
    next_url: str | None
    choice_url: str
    why_url: str
    why_text: str
    in_emergency: str


def onlookers(rights: Rights, mandates: Mandates) -> list[Onlookers]:
    """The emergency doctor, every professional who can open the record or wrote in it, every caregiver."""
    stranger = Onlooker(
        _("An emergency doctor whom you do not know"), "", address("emergency"), is_named=False
    )
    professionals = [
        Onlooker(
            actor.name,
            ", ".join(part for part in (actor.organisation, actor.city) if part),
            address(f"practitioner:{actor.id}"),
        )
        for actor in rights.can_open
        if actor.kind == "professional"
    ]
    helpers = [
        Onlooker(one.delegate or one.name, str(MANDATE_TEMPLATES[one.template]), address(f"mandate:{one.id}"))
        for one in mandates.mandates
        if one.state is MandateState.ACTIVE
    ]
    found = [
        Onlookers(_("In an emergency"), [stranger]),
        Onlookers(_("People who help you"), helpers),
        Onlookers(_("Health professionals"), professionals),
    ]
    return [one for one in found if one.onlookers]


def address(onlooker: str, tried: Choice | None = None, page: int = 1) -> str:
    """The page of what these eyes see, with a choice that is tried out."""
    more = [("page", str(page))] if page > 1 else []
    query = urlencode([("as", onlooker), *(tried.fields if tried else []), *more])
    return f"{url_for('confidentiality.see_as')}?{query}"


def page_number(text: str, total: int) -> int:
    """The page that was asked for, within what there is."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return max(1, min(number, -(-total // PAGE_SIZE) or 1))


def page_of(ids: Sequence[str], number: int) -> list[str]:
    """The ids on this page."""
    return list(ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])


def sight(
    onlooker: str,
    name: str,
    seen: Sight,
    documents: Sequence[Document],
    types: Types,
    number: int,
    tried: Choice,
    emergency: Emergency | None = None,
) -> SightView:
    """One page of what these eyes see; for the emergency doctor with what the holder chose for that."""
    pages = -(-len(seen.documents) // PAGE_SIZE) or 1
    why_url, why_text = _why(onlooker)
    return SightView(
        name=name,
        is_emergency=onlooker == "emergency",
        count=_count(len(seen.documents), seen.all),
        sees_all=len(seen.documents) == seen.all,
        rows=[replace(row, new=False) for row in rows(documents, types)],
        page=number,
        pages=pages,
        previous_url=address(onlooker, tried, number - 1) if number > 1 else None,
        next_url=address(onlooker, tried, number + 1) if number < pages else None,
        choice_url=_choice_url(tried),
        why_url=why_url,
        why_text=why_text,
        in_emergency=_in_emergency(emergency) if emergency else "",
    )


def _in_emergency(chosen: Emergency) -> str:
    if not chosen.allowed:
        return _("You have switched emergency access off.")
    if chosen.restricted:
        return _("Restricted documents are open to them, because you chose so. Secret ones never are.")
    return _("Restricted and secret documents are closed to them.")


def _choice_url(tried: Choice) -> str:
    if tried.document and tried.level:
        where = url_for("confidentiality.one", document_id=tried.document)
        return f"{where}?{urlencode({'try': USUAL if tried.is_usual else tried.level.value})}"
    if tried.types:
        return f"{url_for('confidentiality.index')}?{urlencode([('try', 'yes'), *tried.fields])}"
    return ""


def _why(onlooker: str) -> tuple[str, str]:
    """Where it stands why somebody may open the record, and where that is changed."""
    kind, _colon, identifier = onlooker.partition(":")
    if kind == "practitioner":
        where = url_for("professionals.show", kind="professional", actor_id=identifier)
        return where, _("Can they open my record, and why?")
    if kind == "mandate":
        return url_for("caregivers.show", mandate_id=identifier), _("What this person may do for you")
    return url_for("professionals.emergency"), _("Who may open your record in an emergency")


def _count(seen: int, everything: int) -> str:
    if seen == 0:
        return _("They see none of your documents.")
    if seen == everything:
        return _("They see all of your documents.")
    return _(
        "Documents that they see: %(seen)s of %(all)s", seen=i18n.number(seen), all=i18n.number(everything)
    )
