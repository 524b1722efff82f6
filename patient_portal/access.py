"""Who may ask for a page: every route says so by `@allows(…)` or `@public`, or the portal does not start."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from flask import Flask, abort, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from patient_portal import sessions
from patient_portal.platform_client import SessionContext
from patient_portal.platform_client.vocabulary import Action, MandateVerb, Role
from patient_portal.rendering import to_sign_in

View = TypeVar("View", bound=Callable[..., object])
_MARK = "__dsp_access__"
NEVER_DELEGATED = frozenset(
    {
        Action.CLOSE_RECORD,
        Action.REOPEN_RECORD,
        Action.ASK_ERASURE,
        Action.STOP_ERASURE,
        Action.ASK_EXPORT,
        Action.READ_EXPORTS,
        Action.FETCH_EXPORT,
        Action.FORGET_EXPORT,
        Action.READ_PHONE,
        Action.ASK_PHONE,
        Action.CONFIRM_PHONE,
        Action.REMOVE_PHONE,
        Action.READ_MANDATES,
        Action.PROPOSE_MANDATE,
        Action.CONFIRM_MANDATE,
        Action.CHANGE_MANDATE,
        Action.SEE_AS,
        Action.SEE_PAST,
        Action.SET_CONFIDENTIALITY,
        Action.SET_EMERGENCY,
    }
)
"""What nobody can hand over to another: a page for nothing else is not even shown to a caregiver who acts."""

_OPENED_BY: Mapping[Action, MandateVerb] = {
    Action.READ_JOURNAL: MandateVerb.SEE_JOURNAL,
    Action.LIST_DOCUMENTS: MandateVerb.LIST,
    Action.READ_DOCUMENT: MandateVerb.READ,
    Action.READ_STATEMENT: MandateVerb.WRITE_STATEMENT,
    Action.WRITE_STATEMENT: MandateVerb.WRITE_STATEMENT,
    Action.PUBLISH_STATEMENT: MandateVerb.WRITE_STATEMENT,
    **dict.fromkeys(
        (
            Action.READ_RIGHTS,
            Action.SEARCH_DIRECTORY,
            Action.GRANT_ACCESS,
            Action.REVOKE_ACCESS,
            Action.BLOCK_PROFESSIONAL,
            Action.UNBLOCK_PROFESSIONAL,
            Action.MINT_PRESENCE_CODE,
            Action.REVOKE_PRESENCE_CODE,
        ),
        MandateVerb.MANAGE_PROFESSIONALS,
    ),
}
"""What a page asks of a mandate: to say why it is closed, and never to decide whether it is."""
_HOLDERS_OWN = NEVER_DELEGATED | {
    Action.UPLOAD_DOCUMENT,
    Action.ASK_PETITION,
    Action.READ_PETITIONS,
    Action.EXPORT_JOURNAL,
    Action.READ_TELLINGS,
    Action.SET_TELLINGS,
    Action.SET_SECONDARY_USE,
    Action.READ_HELP,
    Action.STOP_HELP,
    Action.READ_SUPPORT_PIN,
    Action.WITHDRAW_STATEMENT,
    Action.RESTORE_STATEMENT,
}


class Outside(StrEnum):
    """Why a page is closed to somebody who acts for another person."""

    MANDATE = "mandate"
    HOLDER = "holder"


class UndeclaredRoute(Exception):
    """A route does not say who may ask for it."""


def allows(*actions: Action) -> Callable[[View], View]:
    """The view is for a signed-in person who may do one of these; the platform decides, this tells menus."""
    if not actions:
        raise UndeclaredRoute("@allows needs an action")

    def mark(view: View) -> View:
        setattr(view, _MARK, frozenset(actions))
        return view

    return mark


def public(view: View) -> View:
    """The view is for everybody, signed in or not."""
    setattr(view, _MARK, frozenset())
    return view


def declared(app: Flask, endpoint: str) -> frozenset[Action] | None:
    """What an endpoint declares: its actions, nothing for a public one, None where it declares nothing."""
    found: frozenset[Action] | None = getattr(app.view_functions.get(endpoint), _MARK, None)
    return found


def outside() -> Outside | None:
    """Why this page is closed to a caregiver who acts, once it was refused; None where that is not the reason."""
    someone = sessions.person()
    actions = declared(current_app, request.endpoint) if request.endpoint else None
    if not actions or someone is None or someone.acting is None or someone.role is not Role.CAREGIVER:
        return None
    if actions <= _HOLDERS_OWN:
        return Outside.HOLDER
    verbs = someone.acting.verbs
    missing = all(
        action in _HOLDERS_OWN or _OPENED_BY.get(action, "") not in {"", *verbs} for action in actions
    )
    return Outside.MANDATE if missing else None


def leads_on(path: str, someone: SessionContext | None) -> bool:
    """Whether a link to this page, without its language, is of use to a caregiver; everybody else is told there."""
    if someone is None or someone.role is not Role.CAREGIVER:
        return True
    wanted = f"/<language:lang>/{path}"
    found = [rule.endpoint for rule in current_app.url_map.iter_rules() if rule.rule == wanted]
    needs = declared(current_app, found[0]) if found else None
    return not needs or not someone.may.isdisjoint(needs)


def install(app: Flask) -> None:
    """Send strangers who ask for a person's page to sign in; they come back to it afterwards."""

    @app.before_request
    def ask_to_sign_in() -> BaseResponse | None:
        if request.endpoint is None:
            return None
        actions = declared(current_app, request.endpoint)
        if actions and not sessions.has_session():
            return to_sign_in()
        if actions and actions <= NEVER_DELEGATED:
            someone = sessions.person()
            if someone is not None and someone.role is Role.CAREGIVER:
                abort(403)
        return None


def check(app: Flask) -> None:
    """Raise UndeclaredRoute naming every route that declares nothing; static files are everybody's."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
    missing = sorted(endpoint for endpoint in endpoints if declared(app, endpoint) is None)
    if missing:
        raise UndeclaredRoute("neither @allows nor @public: " + ", ".join(missing))
