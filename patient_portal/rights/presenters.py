"""The rights in two sentences each, with what can be pressed; one's own requests as lines; the legal delays."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from patient_portal import labels
from patient_portal.access import leads_on
from patient_portal.i18n import day
from patient_portal.platform_client import LegalDelay, Petition, SessionContext
from patient_portal.platform_client.vocabulary import PetitionState
from patient_portal.record_view import has_page

_WAITING = frozenset({PetitionState.RECEIVED, PetitionState.IN_HAND})


@dataclass(frozen=True, slots=True)
class Way:
    """A button of a right."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Right:
    """One right: its article, what it means, and its buttons."""

    code: str
    title: str
    text: str
    ways: list[Way]


@dataclass(frozen=True, slots=True)
class Line:
    """One of one's own requests; its words and its answer stand on the page of requests."""

    number: str
    kind: str
    state: str
    state_code: str
    asked: str
    due: str


def rights(someone: SessionContext | None) -> list[Right]:
    """Every right of the regulation (EU) 2025/327 that concerns a person, with the ways that lead on for whoever asks.

    A caregiver is offered what they may do; what stays the holder's own is said, not linked.
    """
    found = [
        Right(
            "3",
            _("See your data and take a copy along"),
            _(
                "You read everything in your record, at once and for free. You can save all of it in the "
                "European exchange format."
            ),
            [Way(_("Read my documents"), "documents"), Way(_("Save a copy of my record"), "export")],
        ),
        Right(
            "4",
            _("Let somebody act for you"),
            _(
                "You choose a person of trust and what they may do. You can do it here or on paper, and end "
                "it at any time."
            ),
            [Way(_("People who help me"), "caregivers")],
        ),
        Right(
            "5",
            _("Add your own words"),
            _(
                "You write down what those who treat you should know. Your words are always told apart from "
                "those of professionals."
            ),
            [Way(_("My own statement"), "expression"), Way(_("Add a document"), "documents/new")],
        ),
        Right(
            "6",
            _("Have a mistake corrected"),
            _("Is something wrong in your record? Tell us, and you get an answer within a month."),
            [Way(_("Ask for a correction"), "petitions/new?kind=rectification")],
        ),
        Right(
            "7",
            _("Show your data to a professional"),
            _(
                "You give access to whom you like, for as long as you like. For one visit you can hand over a "
                "pass for a part of your record."
            ),
            [Way(_("Give access"), "professionals"), Way(_("Make a visit pass"), "visit-pass")],
        ),
        Right(
            "8",
            _("Keep something for yourself"),
            _(
                "You hide documents, or block a professional. Professionals do not see that something is "
                "hidden; they may then miss what they need to treat you."
            ),
            [
                Way(_("Who sees which document"), "confidentiality"),
                Way(_("Block somebody"), "professionals"),
                Way(_("Access in an emergency"), "emergency"),
            ],
        ),
        Right(
            "9",
            _("Know who looked"),
            _("Every access is told to you: who, when and what. Refused attempts are shown too."),
            [Way(_("Access log"), "journal")],
        ),
        Right(
            "10",
            _("Leave, and come back"),
            _(
                "You close your record without giving a reason, and can undo it or have it opened again. "
                "Whoever objected can ask for a record later."
            ),
            [Way(_("Close my record"), "close"), Way(_("Ask for a record"), "open")],
        ),
        Right(
            "71",
            _("Say no to research"),
            _("Data without your name may serve research and planning. You can object, and allow it again."),
            [Way(_("Choose"), "rights/secondary-use")],
        ),
        Right(
            "21",
            _("Complain"),
            _(
                "You are not content with how your data are treated? Complain to us; you can also write to "
                "the data protection commission (CNPD)."
            ),
            [Way(_("Write a complaint"), "petitions/new?kind=complaint")],
        ),
    ]
    return [
        Right(
            one.code,
            one.title,
            one.text,
            [way for way in one.ways if _is_offered(way.path.partition("?")[0], someone)],
        )
        for one in found
    ]


def _is_offered(path: str, someone: SessionContext | None) -> bool:
    return has_page(path) and leads_on(path, someone)


def lines(petitions: tuple[Petition, ...]) -> list[Line]:
    """One's own requests, the newest first."""
    return [
        Line(
            number=one.number,
            kind=str(labels.PETITION_KINDS[one.kind]),
            state=str(labels.PETITION_STATES[one.state]),
            state_code=one.state.value,
            asked=day(one.asked_at),
            due=day(one.due_on) if one.state in _WAITING else "",
        )
        for one in petitions
    ]


def delays(found: tuple[LegalDelay, ...]) -> list[tuple[str, str, str, str]]:
    """What is delayed, how long, since when that counts, and where it stands."""
    return [(str(labels.DELAYS[one.code]), _length(one), day(one.since), one.source) for one in found]


def _length(one: LegalDelay) -> str:
    if one.unit == "days":
        return ngettext("%(num)s day", "%(num)s days", one.amount)
    if one.unit == "months":
        return ngettext("%(num)s month", "%(num)s months", one.amount)
    return ngettext("%(num)s year", "%(num)s years", one.amount)
