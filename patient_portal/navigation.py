"""The main menu: what a stranger or a signed-in person can go to, shown only where the page exists and is theirs."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal import access, acting, sessions
from patient_portal.i18n import language
from patient_portal.platform_client import SessionContext
from patient_portal.platform_client.vocabulary import Action, Role


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu as a page shows it."""

    label: str
    url: str
    current: bool
    icon: str


@dataclass(frozen=True, slots=True)
class _Entry:
    endpoint: str
    label: LazyString
    icon: str


_FOR_STRANGERS = (
    _Entry("pages.home", _l("Start"), "home"),
    _Entry("activation.index", _l("I have a letter"), "letter"),
    _Entry("sign_in.index", _l("Sign in"), "sign-in"),
    _Entry("pages.help_page", _l("Help"), "help"),
)
_FOR_PERSONS = (
    _Entry("helpdesk.index", _l("Helpdesk"), "phone"),
    _Entry("helpdesk.queues", _l("What waits"), "letter"),
    _Entry("helpdesk.approvals", _l("Second pair of eyes"), "people"),
    _Entry("helpdesk.supervision", _l("Supervision"), "journal"),
    _Entry("petitions.queue", _l("Requests"), "letter"),
    _Entry("dossier.index", _l("My record"), "home"),
    _Entry("documents.index", _l("Documents"), "documents"),
    _Entry("professionals.index", _l("Who can open it"), "people"),
    _Entry("caregivers.index", _l("Helpers"), "care"),
    _Entry("caregivers.acting", _l("I help"), "care"),
    _Entry("journal.index", _l("Access log"), "journal"),
    _Entry("account.index", _l("Account"), "account"),
    _Entry("pages.help_page", _l("Help"), "help"),
)


_OF_ANOTHER = {"dossier.index": _l("This record")}
"""What an entry is called while somebody acts for another person: theirs is not "my record"."""


def first_page() -> str:
    """The endpoint where somebody who is signed in begins: the desk for staff, people for who has no record."""
    context = sessions.person()
    if context is not None and Action.USE_DESK in context.may:
        return "helpdesk.index"
    nobody_yet = context is not None and context.role is Role.CAREGIVER and context.acting is None
    return "caregivers.acting" if nobody_yet else "dossier.index"


def install(app: Flask) -> None:
    """Give every page its menu."""
    known: dict[tuple[str, str], tuple[str, str]] = {}

    @app.context_processor
    def menu() -> dict[str, Any]:
        if g.get("in_fragment"):
            return {"navigation": ()}
        return {"navigation": items(known)}


def items(known: dict[tuple[str, str], tuple[str, str]]) -> list[Item]:
    """The menu of this page; `known` keeps addresses and labels, which never change while the portal runs."""
    context = sessions.platform().context
    entries = _FOR_PERSONS if context is not None and context.is_person else _FOR_STRANGERS
    may = context.may if context is not None else frozenset()
    here = request.endpoint or ""
    section = here.partition(".")[0]
    code = language()
    for_oneself = acting.is_own(context)
    shown: list[Item] = []
    for entry in entries:
        needs = access.declared(current_app, entry.endpoint)
        if needs is None or (needs and may.isdisjoint(needs)):
            continue
        if entry.endpoint == "caregivers.acting" and not _helps_others(context):
            continue
        label = entry.label if for_oneself else _OF_ANOTHER.get(entry.endpoint, entry.label)
        found = known.get((code, f"{entry.endpoint} {for_oneself}"))
        if found is None:
            found = known[code, f"{entry.endpoint} {for_oneself}"] = (url_for(entry.endpoint), str(label))
        own = entry.endpoint.partition(".")[0]
        by_page = own in ("pages", "helpdesk", "caregivers")
        current = here == entry.endpoint if by_page else section == own
        shown.append(Item(found[1], found[0], current, entry.icon))
    return shown


def _helps_others(context: SessionContext | None) -> bool:
    """Whether somebody was named as a caregiver, or has an account for nothing else."""
    return context is not None and (context.cares or context.role is Role.CAREGIVER)
