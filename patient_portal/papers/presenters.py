"""Paper forms as pages show them: rows of the queue, and one form with what is to be done."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from patient_portal import labels
from patient_portal.i18n import NAMES, clock_time, day, today
from patient_portal.platform_client import Paper, SessionContext
from patient_portal.platform_client.vocabulary import PaperKind, PaperState


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A form in the queue."""

    number: str
    url: str
    kind: str
    received: str
    due: str
    is_late: bool
    holder: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """One form: where it stands, its pages, what the agent can do."""

    number: str
    code: str
    kind: str
    state: str
    says: str
    facts: list[dict[str, str]]
    pages: list[str]
    can_be_taken: bool
    mine: bool
    entry: str
    correction: str


_ENTRIES = {
    PaperKind.OPENING: "opening",
    PaperKind.OBJECTION: "person",
    PaperKind.CLOSING: "person",
    PaperKind.COMPLAINT: "person",
    PaperKind.STATEMENT: "person",
    PaperKind.MANDATE: "person",
    PaperKind.GUARDIANSHIP: "person",
    PaperKind.ATTESTATION: "person",
}
"""How a form is entered: with its own fields, or in a case about its person."""


def row(one: Paper) -> PaperRow:
    """One form of the queue."""
    return PaperRow(
        number=one.number,
        url=url_for("papers.show", number=one.number),
        kind=str(labels.PAPER_KINDS[one.kind]),
        received=day(one.received_at),
        due=day(one.due_on),
        is_late=one.due_on < today(),
        holder=_holder(one),
    )


def view(one: Paper, person: SessionContext | None) -> PaperView:
    """One form, ready for its page."""
    waits = one.state is PaperState.WAITING
    told = [
        (_("Number"), one.number),
        (_("Language"), NAMES.get(one.language, one.language)),
        (_("Came in"), day(one.received_at)),
        (_("Scanned by"), one.received_by),
        (_("To be done by"), day(one.due_on) if waits else ""),
        (_("Worked on by"), person.name if person is not None and one.mine else ""),
        (_("Done"), day(one.done_at) if one.done_at else ""),
        (_("Became"), one.became or ""),
        (_("Reason"), str(labels.PAPER_REFUSALS[one.refusal]) if one.refusal else ""),
    ]
    return PaperView(
        number=one.number,
        code=one.kind.value,
        kind=str(labels.PAPER_KINDS[one.kind]),
        state=one.state.value,
        says=_says(one),
        facts=[{"key": key, "value": value} for key, value in told if value],
        pages=pages(one) if one.mine or one.state is PaperState.CHECKING else [],
        can_be_taken=waits and not one.taken_by,
        mine=one.mine,
        entry=_ENTRIES.get(one.kind, "") if one.mine else "",
        correction=one.state.value if one.can_be_corrected else "",
    )


def pages(one: Paper) -> list[str]:
    """The addresses of its pages as pictures; none where nobody may see them."""
    if not one.can_be_seen:
        return []
    numbers = range(1, one.pages + 1)
    return [url_for("papers.picture", number=one.number, place=place) for place in numbers]


def _holder(one: Paper) -> str:
    if one.mine:
        return _("You have it")
    return _("%(who)s has it", who=one.taken_by) if one.taken_by else ""


def _says(one: Paper) -> str:
    if one.state is PaperState.WAITING and one.taken_until is not None and not one.mine:
        return _(
            "%(who)s has this form in hand until %(time)s. Please take another one.",
            who=one.taken_by,
            time=clock_time(one.taken_until),
        )
    return str(labels.PAPER_STATES[one.state])
