"""The helpdesk's queues as pages show them: how many, since when, until when, and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from patient_portal import labels
from patient_portal.i18n import LUXEMBOURG, NAMES, day, today
from patient_portal.platform_client import Approvals, WaitingOpening, WaitingOpenings, WaitingPapers
from patient_portal.platform_client.vocabulary import ApprovalState, OpeningRefusal, OpeningTold


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue in a line; empty words where nothing waits, no address where a supervisor works it."""

    code: str
    label: str
    url: str
    count: int
    oldest: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Declining:
    """A request on the point of being declined: the reason, what is told, and to whom."""

    number: str
    name: str
    why: str
    told: str
    to_whom: str
    address: str
    words: list[str]
    language: str


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """A request for a record, ready for its list and its page."""

    number: str
    url: str
    name: str
    asked: str
    due: str
    is_late: bool
    facts: list[dict[str, str]]


def queues(
    approvals: Approvals,
    openings: WaitingOpenings,
    papers: WaitingPapers,
    *,
    answers_petitions: bool,
) -> list[Queue]:
    """Every queue of the desk, in the order in which they are worked; those who may not read one see its numbers."""
    petitions = approvals.petitions
    waiting = [one for one in approvals.waiting if one.state is ApprovalState.WAITING]
    return [
        _counted(
            "openings",
            _("Requests for a record"),
            url_for("helpdesk.openings"),
            openings.count,
            openings.oldest,
            _last_day(openings.due_at) if openings.due_at else None,
        ),
        _counted(
            "papers", _("Paper forms"), url_for("papers.index"), papers.count, papers.oldest, papers.due_on
        ),
        _queue(
            "approvals",
            _("Second pair of eyes"),
            url_for("helpdesk.approvals"),
            [(one.asked_at, _last_day(one.expires_at)) for one in waiting],
        ),
        _queue(
            "returned",
            _("Letters that came back"),
            url_for("helpdesk.approvals", _anchor="returned"),
            [(one.returned_at, None) for one in approvals.returned],
        ),
        _counted(
            "petitions",
            _("Complaints and requests"),
            url_for("petitions.queue") if answers_petitions else "",
            petitions.count,
            petitions.oldest,
            petitions.due_on,
        ),
    ]


def opening(one: WaitingOpening) -> OpeningRow:
    """One request for a record."""
    told = (
        (_("Number"), one.number),
        (_("Last name"), one.last_name),
        (_("First name"), one.first_name),
        (_("Matricule"), one.masked_matricule),
        (_("Postal address"), one.address),
        (_("Telephone number"), one.phone),
        (_("E-mail address"), one.email),
        (_("Speaks"), NAMES.get(one.language, one.language)),
        (_("Asked"), day(one.asked_at)),
        (_("Letter goes out by"), day(_last_day(one.letter_due_at))),
    )
    return OpeningRow(
        number=one.number,
        url=url_for("helpdesk.opening", number=one.number),
        name=f"{one.first_name} {one.last_name}",
        asked=day(one.asked_at),
        due=day(_last_day(one.letter_due_at)),
        is_late=_last_day(one.letter_due_at) < today(),
        facts=[{"key": key, "value": value} for key, value in told if value],
    )


def declining(one: WaitingOpening, why: OpeningRefusal) -> Declining:
    """What is told of a request that is declined, word for word, and to whom."""
    by_letter, told = one.told is OpeningTold.LETTER, []
    if by_letter:
        told.append(_("Somebody asked for a shared care record (DSP) in your name. We did not open one."))
    told += [
        str(labels.OPENING_REASONS_TOLD[why]),
        _("What was filled in is deleted. You can ask again at any time."),
    ]
    return Declining(
        number=one.number,
        name=f"{one.first_name} {one.last_name}",
        why=str(labels.OPENING_REFUSALS[why]),
        told=one.told.value,
        to_whom=str(labels.OPENING_TOLD[one.told]),
        address=one.email if one.told is OpeningTold.EMAIL else "",
        words=[] if one.told is OpeningTold.NOBODY else told,
        language=NAMES.get(one.language, one.language),
    )


def _queue(code: str, label: str, url: str, waiting: Sequence[tuple[datetime, date | None]]) -> Queue:
    due = min((until for _since, until in waiting if until is not None), default=None)
    oldest = min((since for since, _until in waiting), default=None)
    return _counted(code, label, url, len(waiting), oldest, due)


def _counted(code: str, label: str, url: str, count: int, oldest: datetime | None, due: date | None) -> Queue:
    """A queue as the platform counted it: there may be more than a page of it."""
    return Queue(
        code=code,
        label=label,
        url=url,
        count=count,
        oldest=day(oldest) if oldest else "",
        due=day(due) if due else "",
        is_late=due is not None and due < today(),
    )


def _last_day(moment: datetime) -> date:
    """The last day that still counts, where something is over at this moment."""
    return (moment - timedelta(seconds=1)).astimezone(LUXEMBOURG).date()
