"""Requests and answers as the pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from patient_portal import i18n, labels
from patient_portal.labels import PETITION_KINDS, PETITION_STATES
from patient_portal.platform_client import JournalEntry, Petition
from patient_portal.platform_client.vocabulary import Outcome, PetitionState


@dataclass(frozen=True, slots=True)
class Row:
    """One request; `about` leads to the entry or the document that it is about."""

    id: str
    number: str
    kind: str
    state: str
    state_word: str
    text: str
    answer: str
    asked: str
    due: str
    answered: str
    is_new: bool
    is_waiting: bool
    is_late: bool
    about_url: str
    about_text: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class Queued:
    """One request that waits for an answer."""

    number: str
    kind: str
    state_word: str
    asked: str
    due: str
    is_late: bool
    url: str


def rows(petitions: Sequence[Petition]) -> list[Row]:
    """Everything that was asked, the newest first."""
    return [row(one) for one in petitions]


def row(one: Petition) -> Row:
    """One request in words."""
    waiting = one.state in (PetitionState.RECEIVED, PetitionState.IN_HAND)
    about_url = about_text = ""
    if one.entry_id:
        about_url, about_text = (
            url_for("journal.entry", entry_id=one.entry_id),
            _("The entry of the access log"),
        )
    elif one.document_id:
        about_url, about_text = url_for("documents.show", document_id=one.document_id), _("The document")
    return Row(
        id=one.id,
        number=one.number,
        kind=str(PETITION_KINDS[one.kind]),
        state=one.state.value,
        state_word=str(PETITION_STATES[one.state]),
        text=one.text,
        answer=one.answer,
        asked=i18n.day(one.asked_at),
        due=i18n.day(one.due_on) if waiting else "",
        answered=i18n.day(one.answered_at) if one.answered_at else "",
        is_new=one.is_new,
        is_waiting=waiting,
        is_late=waiting and one.due_on < i18n.today(),
        about_url=about_url,
        about_text=about_text,
        withdraw_url=url_for("petitions.withdraw", petition_id=one.id) if waiting else "",
    )


def queue(petitions: Sequence[Petition]) -> list[Queued]:
    """What waits, the most urgent first."""
    return [
        Queued(
            number=one.number,
            kind=str(PETITION_KINDS[one.kind]),
            state_word=str(PETITION_STATES[one.state]),
            asked=i18n.day(one.asked_at),
            due=i18n.day(one.due_on),
            is_late=one.due_on < i18n.today(),
            url=url_for("petitions.answer", petition_id=one.id),
        )
        for one in petitions
    ]


def about(entry: JournalEntry) -> list[tuple[str, str]]:
    """What the access log says of the access that a person asks about."""
    return _facts(
        labels.action(entry.action),
        i18n.day_and_time(entry.when),
        entry.who or entry.software,
        entry.role,
        entry.purpose,
        entry.outcome is Outcome.REFUSED,
    )


def told(one: Petition) -> list[tuple[str, str]]:
    """What a supervisor is told of the access; nothing of the documents."""
    if one.act is None or one.happened_at is None:
        return []
    refused = one.outcome == Outcome.REFUSED
    when = i18n.day_and_time(one.happened_at)
    return _facts(labels.action(one.act), when, one.who or "", one.role or "", one.purpose or "", refused)


def _facts(act: str, when: str, who: str, role: str, purpose: str, refused: bool) -> list[tuple[str, str]]:
    return [
        (_("What"), act),
        (
            _("Outcome"),
            _("Refused: it was only an attempt") if refused else str(labels.OUTCOMES[Outcome.ALLOWED]),
        ),
        (_("When"), when),
        (_("Who"), who),
        (_("As"), labels.role(role) if role else ""),
        (_("Purpose"), labels.purpose(purpose) if purpose else ""),
    ]
