"""The page of the statement in words: its rows, its choices, what is saved, what is published."""

import secrets
from dataclasses import dataclass, field
from typing import TypeAlias

from flask import url_for
from flask_babel import gettext as _

from patient_portal import i18n, statement_view
from patient_portal.labels import (
    ADVANCE_DIRECTIVES,
    COMMUNICATION_NEEDS,
    CONTACT_RELATIONS,
    ORGAN_DONATION,
    STATEMENT_STATES,
)
from patient_portal.platform_client import Contact, PublishedStatement, StatementContent, StatementDraft
from patient_portal.platform_client.vocabulary import INTERPRETER_LANGUAGES, WRITING_LANGUAGES, StatementState

REPEATING = ("contacts", "allergies", "implants", "medicines")
Choices: TypeAlias = list[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class PublishedView:
    """What is published, or was withdrawn and can come back."""

    state: str
    word: str
    sentence: str
    url: str
    pdf_url: str
    can_return: bool
    who: str


@dataclass(frozen=True, slots=True)
class Page:
    """The form as it is shown: its content, the state of its draft, mistakes by part."""

    content: StatementContent
    contacts: list[Contact]
    rows: dict[str, list[str]]
    relations: list[Choices]
    written_in: Choices
    needs: Choices
    interpreters: Choices
    directives: Choices
    donation: Choices
    tab: str
    draft_id: str
    version: int
    replaces: int
    saved: str
    published: PublishedView | None
    problems: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def page_of(
    content: StatementContent,
    began_from: tuple[str, int],
    published: PublishedStatement | None,
    *,
    add: str = "",
    saved: str = "",
    problems: dict[str, str] | None = None,
    problem: str = "",
) -> Page:
    """The form with this content; a part named by `add` gets one more empty row.

    It is a new tab: what it may go on from is the version that it shows.
    """
    contacts = [*content.contacts, *([Contact()] if add == "contacts" or not content.contacts else [])]
    rows = {
        part: [*held, *([""] if add == part or not held else [])]
        for part in REPEATING[1:]
        for held in [getattr(content, part)]
    }
    current = published if published is not None and published.state is StatementState.CURRENT else None
    return Page(
        content=content,
        contacts=contacts,
        rows=rows,
        relations=[_chosen(CONTACT_RELATIONS, one.relation or "") for one in contacts],
        written_in=_languages(WRITING_LANGUAGES, content.language),
        needs=[
            (code.value, str(word), code in content.communication)
            for code, word in COMMUNICATION_NEEDS.items()
        ],
        interpreters=_languages(INTERPRETER_LANGUAGES, content.interpreter),
        directives=[
            ("", _("I say nothing about this"), content.directive is None),
            *_chosen(ADVANCE_DIRECTIVES, content.directive or ""),
        ],
        donation=[
            ("", _("I say nothing about this"), content.organ_donation is None),
            *_chosen(ORGAN_DONATION, content.organ_donation or ""),
        ],
        tab=secrets.token_hex(16),
        draft_id=began_from[0],
        version=began_from[1],
        replaces=current.number if current else 0,
        saved=saved,
        published=published_view(published) if published else None,
        problems=problems or {},
        problem=problem,
    )


def saved_at(draft: StatementDraft) -> str:
    """When the draft was kept, in words."""
    return _("Your draft is saved: %(moment)s", moment=i18n.day_and_time(draft.saved_at))


def published_view(published: PublishedStatement) -> PublishedView:
    """What is published, in words."""
    withdrawn = published.state is StatementState.WITHDRAWN
    if withdrawn and published.undo_until is not None:
        sentence = _(
            "Professionals no longer see it. You can bring it back until: %(day)s",
            day=i18n.day(published.undo_until),
        )
    elif published.by_holder:
        sentence = _(
            "Version %(number)s, published by you: %(moment)s",
            number=published.number,
            moment=i18n.day_and_time(published.published_at),
        )
    else:
        sentence = _(
            "Version %(number)s, published by your caregiver: %(moment)s",
            number=published.number,
            moment=i18n.day_and_time(published.published_at),
        )
    return PublishedView(
        state=published.state.value,
        word=str(STATEMENT_STATES[published.state]),
        sentence=sentence,
        who="" if withdrawn else published.by_name,
        url=url_for("documents.show", document_id=published.document_id),
        pdf_url=url_for("documents.show", document_id=published.pdf_id),
        can_return=withdrawn,
    )


def _chosen(codes: object, chosen: str) -> Choices:
    return [(code.value, str(word), code == chosen) for code, word in codes.items()]  # type: ignore[attr-defined]  # one of the tables of words


def _languages(codes: tuple[str, ...], chosen: str) -> Choices:
    named = [(code, statement_view.language_name(code), code == chosen) for code in codes]
    first = [one for one in named if one[0] in i18n.LANGUAGES]
    others = sorted((one for one in named if one[0] not in i18n.LANGUAGES), key=lambda one: one[1].casefold())
    return [*first, *others]
