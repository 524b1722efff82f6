"""How a view answers: a whole page, the named block of it for htmx, or a way on to another page."""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import quote

from flask import (
    Flask,
    Response,
    current_app,
    g,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.templating import Environment
from flask_babel import gettext as _
from htmx_flask import Htmx
from htmx_flask import request as htmx_request
from jinja2 import StrictUndefined
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as BaseResponse

from patient_portal import acting, components, sessions
from patient_portal.forms import Form
from patient_portal.i18n import LANGUAGES, NAMES, clock_time, language
from patient_portal.platform_client import SessionContext
from patient_portal.settings import HelpContact, Settings

Answer = BaseResponse


class Templates(Environment):
    """Where templates are found. None has globals of its own, so all share one dict: with a chain of two for each,
    as Jinja makes it, every import of a macro costs as much as its use.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template."""
        return super().make_globals(d) if d else self.globals


def install(app: Flask, settings: Settings) -> None:
    """Bind templates and htmx to the application, with what every page needs."""
    Htmx(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = False
    components.install(app.jinja_env)

    @app.context_processor
    def for_every_page() -> dict[str, Any]:
        known = sessions.person() if not g.get("in_trouble") else sessions.platform().context
        someone = known if known is not None and known.is_person else None
        return {
            "lang": language(),
            "languages": languages(),
            "person": someone,
            "idle_seconds": someone.idle_seconds if someone else 0,
            "acting_until": _until(someone),
            "current_path": request.path,
            "notices": () if g.get("in_fragment") else get_flashed_messages(with_categories=True),
            "own_record": acting.is_own(someone),
            "whose_record": acting.holder_name(someone),
            "sends_texts": settings.sends_texts,
            "help_contact": contact(settings.help_contact),
            "environment_notice": None
            if settings.is_production
            else _("Demonstration: all people and documents here are invented."),
        }


def page(template: str, block: str | None = None, status: int | None = None, **context: Any) -> Response:
    """The page, or its block when htmx asks for it; 422 when a form in the context was refused, else 200."""
    refused = any(isinstance(value, Form) and value.is_refused for value in context.values())
    if status is None:
        status = 422 if refused else 200
    context.setdefault("has_errors", refused)
    if block is not None and wants_fragment():
        g.in_fragment = True
        body = render_block(template, block, **context)
    else:
        body = render_template(template, **context)
    response = make_response(body, status)
    if block is not None:
        response.vary.add("HX-Request")
    return response


def after(endpoint: str, fragment: str | None = None, **values: Any) -> Answer:
    """On to another page after something was done (303).

    With `fragment` the next page's block replaces the part that htmx asked for: its request follows the redirect
    and that page answers with the block. Without, htmx is told to leave for the whole page.
    """
    target = url_for(endpoint, **values)
    if fragment is None and is_htmx():
        return _leave_for(target)
    return redirect(target, 303)


def empty() -> Response:
    """Done, and nothing to show (204)."""
    return make_response("", 204)


def to_sign_in() -> Answer:
    """The way to the sign-in page and, by a checked `next`, back to where the person was."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" and not is_htmx() else _page_before()
    come_back = sessions.safe_next(wanted)
    target = f"/{language()}/sign-in" + (f"?next={quote(come_back, safe='/')}" if come_back else "")
    return _leave_for(target) if is_htmx() else redirect(target, 303)


def is_htmx() -> bool:
    """Whether a script of ours asks, not the browser for a page."""
    return bool(htmx_request.htmx) and not htmx_request.htmx.boosted


def wants_fragment() -> bool:
    """Whether a block will do: htmx asks, and not to restore a whole page from its history."""
    return is_htmx() and not htmx_request.htmx.history_restore_request


def languages() -> list[dict[str, Any]]:
    """This page in the four languages: code, own name, address, whether it is the current one."""
    current = language()
    path = quote(request.path, safe="/:@$-._~!*'()+,;=&")
    has_language = path[1:3] in LANGUAGES and path[3:4] in ("", "/")
    rest = path[3:] if has_language else "/"
    query = request.query_string.decode("latin-1")
    if query:
        rest += "?" + quote(query, safe="/:@$-._~!*'()+,;=&%?")
    return [
        {"code": code, "name": NAMES[code], "url": f"/{code}{rest}", "current": code == current}
        for code in LANGUAGES
    ]


def _until(someone: SessionContext | None) -> str:
    """Until when somebody acts for another person, in words; empty for one's own sake."""
    other = someone.acting if someone else None
    return clock_time(other.until) if other and other.until else ""


def sends_texts() -> bool:
    """Whether a text message would reach anybody, so that it may be offered."""
    settings: Settings = current_app.extensions["dsp-settings"]
    return settings.sends_texts


def contact(help_contact: HelpContact) -> dict[str, str]:
    """How to reach the helpdesk, with its hours in words."""
    return {
        "phone": help_contact.phone,
        "phone_link": help_contact.phone_link,
        "email": help_contact.email,
        "hours": _(
            "Monday to Friday, from %(opens)s to %(closes)s",
            opens=help_contact.opens,
            closes=help_contact.closes,
        ),
    }


def _leave_for(target: str) -> Response:
    response = make_response("", 200)
    response.headers["HX-Redirect"] = target
    return response


def _page_before() -> str | None:
    """The page on which htmx runs, or for a form the page of the same address."""
    if is_htmx():
        current: str = htmx_request.htmx.current_url or ""
        origin = f"{request.scheme}://{request.host}"
        return current.removeprefix(origin) if current.startswith(origin + "/") else None
    return request.path
