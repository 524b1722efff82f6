"""Builds the platform's application: one request, one decision, one trail entry."""

import base64
import logging
import re
import uuid
from typing import Any

import msgspec
from flask import Flask, Response, g, request
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from platform_api import (
    bundles,
    clock,
    conformance,
    decoding,
    guard,
    health,
    media,
    metrics,
    openapi,
    policy,
    problems,
    requests,
    scopes,
    sealing,
    smart,
    tellings,
)
from platform_api.activation import invited_routes
from platform_api.activation import routes as activation
from platform_api.assistance import act_routes as assistance_acts
from platform_api.assistance import (
    approvals,
    guarding,
    inviting,
    outline,
    staff_routes,
    supervision,
    unblocking,
)
from platform_api.assistance import holder_routes as assistance_holder
from platform_api.assistance import routes as assistance
from platform_api.audit import copies, feeding
from platform_api.audit import routes as audit
from platform_api.auth import authorization_server, phone_routes, renewing_routes
from platform_api.auth import routes as auth
from platform_api.consents import presence
from platform_api.consents import published as consents_published
from platform_api.consents import routes as consents
from platform_api.consents import writing as consents_written
from platform_api.context import Platform, install, platform
from platform_api.db import is_unavailable
from platform_api.directory import care_services, devices, history, matching, patients, professions
from platform_api.directory import routes as terminology
from platform_api.documents import levels_routes, publish, relabelling, submissions, uploads_routes
from platform_api.documents import routes as documents
from platform_api.dossier import asking_routes as dossier_asking
from platform_api.dossier import ending_routes as dossier_ending
from platform_api.dossier import routes as dossier
from platform_api.exports import routes as exports
from platform_api.figures import routes as figures
from platform_api.guard import Subject, gather
from platform_api.keys import load_keys
from platform_api.mandates import routes as mandates
from platform_api.notices import choices
from platform_api.notices import routes as notices
from platform_api.papers import routes as papers
from platform_api.past import routes as past
from platform_api.petitions import routes as petitions
from platform_api.principal import PORTAL, Caller, Principal
from platform_api.problems import Refused
from platform_api.settings import Settings
from platform_api.shapes import IdConverter, KindConverter, PaperConverter
from platform_api.statement import routes as statement
from platform_api.summary import routes as summary
from platform_api.tokens import hash_of
from platform_api.vocabulary import Reason

_log = logging.getLogger("dsp.platform")
_NUMBER = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_FEATURES = (
    activation.bp,
    assistance.bp,
    assistance_acts.bp,
    unblocking.bp,
    assistance_holder.bp,
    approvals.bp,
    supervision.bp,
    staff_routes.bp,
    inviting.bp,
    invited_routes.bp,
    outline.bp,
    guarding.bp,
    audit.bp,
    feeding.bp,
    auth.bp,
    bundles.bp,
    consents.bp,
    copies.bp,
    consents_published.bp,
    consents_written.bp,
    care_services.bp,
    conformance.bp,
    documents.bp,
    devices.bp,
    dossier.bp,
    dossier_asking.bp,
    dossier_ending.bp,
    figures.bp,
    health.bp,
    history.bp,
    levels_routes.bp,
    mandates.bp,
    matching.bp,
    notices.bp,
    choices.bp,
    openapi.bp,
    patients.bp,
    petitions.bp,
    presence.bp,
    professions.bp,
    publish.bp,
    relabelling.bp,
    sealing.bp,
    smart.bp,
    statement.bp,
    submissions.bp,
    summary.bp,
    terminology.bp,
    uploads_routes.bp,
    renewing_routes.bp,
    phone_routes.bp,
    exports.bp,
    papers.bp,
    past.bp,
)
_HTTP_REASONS = {
    404: Reason.NOT_FOUND,
    405: Reason.METHOD_NOT_ALLOWED,
    413: Reason.REQUEST_TOO_LARGE,
    415: Reason.FORMAT_NOT_SUPPORTED,
    400: Reason.MALFORMED_REQUEST,
}


def create_app(settings: Settings | None = None) -> Flask:
    """The platform on its stores; they must have been made ready (`operations.prepare`)."""
    settings = settings or Settings.from_environment()
    clock.shift(settings.clock_offset)
    decoding.make_ready()
    app = Flask("platform_api", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 80 * 1024 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 64 * 1024
    if tellings.noticed not in guard.LISTENERS:
        guard.LISTENERS.append(tellings.noticed)
    install(app, Platform.open(settings, load_keys(settings)))
    app.url_map.merge_slashes = False  # an address with two is another one, and unknown
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["kind"] = KindConverter
    app.url_map.converters["paper"] = PaperConverter
    for blueprint in _FEATURES:
        app.register_blueprint(blueprint)
    authorization_server.install(app)
    metrics.install(app)
    app.after_request(media.dress)  # the last to see an answer: they run in reverse
    app.before_request(_ask)
    app.before_request(media.choose)
    app.after_request(_finish)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(DataError, _not_storable)
    app.register_error_handler(OSError, _storage_error)
    app.register_error_handler(Exception, _unexpected)
    return app


def _ask() -> None:
    """Read what the request says of itself; the portal alone may speak for its visitor."""
    g.decided = False
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    claims = platform().tokens.check(token.strip()) if scheme.lower() == "bearer" else None
    is_portal = claims is not None and claims.client_id == PORTAL
    session = request.headers.get("DSP-Session") if is_portal else None
    remote = request.remote_addr or ""
    behalf = claims.behalf if claims else None
    g.caller = Caller(
        software_id=claims.client_id if claims else None,
        scopes=claims.scopes if claims else frozenset(),
        session_hash=hash_of(session) if session else None,
        address=request.headers.get("DSP-Visitor-Address", remote) if is_portal else remote,
        request_id=_number_of(request.headers.get("DSP-Request-Id", "")),
        language=request.headers.get("Accept-Language", "")[:2],
        device=request.headers.get("DSP-Device", "")[:80] if is_portal else "",
        professional_id=behalf.professional_id if behalf else None,
        purpose=behalf.purpose if behalf else None,
        bound_patient_id=behalf.patient_id if behalf else None,
        has_emergency_reason=behalf.has_emergency_reason if behalf else False,
        scope_needed=scopes.needed_for(request.method, request.path) if claims else None,
        token_id=claims.token_id if claims else "",
    )
    requests.brake(g.caller)
    view = platform_view()
    if claims is None and media.is_fhir() and view and not getattr(view, "open_to_all", False):
        raise Refused(Reason.TOKEN_INVALID)  # before anything of the request is judged
    if media.is_fhir():
        requests.check_conditions()


def _number_of(given: str) -> str:
    """The number that the caller gave this request; one of ours for anything that could be more than that in a log."""
    return given if _NUMBER.fullmatch(given) else uuid.uuid4().hex


def _finish(response: Response) -> Response:
    """No answer leaves without a decision; a person's answers say who they are and what they may do."""
    view = platform_view()
    tells_nothing = request.method == "OPTIONS" or getattr(view, "open_to_all", False)
    if response.status_code < 400 and not g.get("decided") and not tells_nothing:
        _log.error("an answer without a decision: %s", request.endpoint)
        response = problems.answer(Refused(Reason.INTERNAL))
    if response.status_code == 204 or (request.method == "OPTIONS" and not response.get_data()):
        response.headers.pop("Content-Type", None)  # there is no content that it could tell of
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["DSP-Request-Id"] = g.caller.request_id if "caller" in g else ""
    principal: Principal | None = g.get("principal")
    if principal is not None and principal.session_kind == "person" and not principal.session_expired:
        response.headers["DSP-Context"] = _context(principal)
    return response


def platform_view() -> Any:
    """The view function that answered, or None."""
    from flask import current_app

    return current_app.view_functions.get(request.endpoint or "")


def _context(principal: Principal) -> str:
    facts = gather(principal, Subject(principal.patient_id))
    context = {
        "kind": principal.session_kind,
        "account_id": principal.account_id,
        "account_number": principal.account_number,
        "person_id": principal.account_id,
        "name": principal.name or "",
        "patient_id": principal.patient_id or "",
        "role": principal.role,
        "dossier_state": principal.dossier_state,
        "may": sorted(policy.may(facts)),
        "idle_seconds": 900,
        "absolute_until": principal.absolute_until,
        "acting": _acting(principal),
        "helped": principal.helped,
        "cares": principal.cares,
    }
    return base64.urlsafe_b64encode(msgspec.json.encode(context)).decode()


def _acting(principal: Principal) -> dict[str, Any] | None:
    """For whom, and until when, this session acts; None for one's own sake."""
    if (mandate := principal.mandate) is not None:
        facts = (mandate.id, mandate.holder_name, mandate.active, mandate.ends_at, sorted(mandate.verbs))
    elif (helping := principal.assistance) is not None:
        facts = (helping.id, helping.holder_name, helping.open, helping.ends_at, [])
    else:
        return None
    return dict(zip(("id", "name", "active", "until", "verbs"), facts, strict=True))


def _refused(refusal: Refused) -> Response:
    """The refusal; a software whose token counts no longer hears of nothing else that was wrong with its request."""
    asking: Caller | None = g.get("caller")
    by_software = asking is not None and asking.software_id not in (None, PORTAL)
    if by_software and 400 <= refusal.status < 429 and not g.get("decided"):
        try:
            guard.check_token()
        except Refused as of_token:
            return problems.answer(of_token)
        except OperationalError as error:
            return _database_error(error)
    return problems.answer(refusal)


def _http_error(error: HTTPException) -> Response:
    response = problems.answer(Refused(_HTTP_REASONS.get(error.code or 500, Reason.INTERNAL)))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _database_error(error: OperationalError) -> Response:
    if is_unavailable(error):
        _log.warning("the database is out of reach or cannot write: %s", type(error.orig).__name__)
        return problems.answer(Refused(Reason.OVERLOADED, retry_after=5))
    return _unexpected(error)


def _not_storable(_error: DataError) -> Response:
    """PostgreSQL takes neither a NUL character nor more than a column holds: no such thing can exist."""
    return problems.answer(Refused(Reason.MALFORMED_REQUEST))


def _storage_error(error: OSError) -> Response:
    _log.warning("the store does not take it: %s", error.strerror)
    return problems.answer(Refused(Reason.OVERLOADED, retry_after=30))


def _unexpected(error: Exception) -> Response:
    """Nothing of the error leaves; the log names its kind and place, never its values."""
    if isinstance(error, SQLAlchemyError):
        error.hide_parameters = True  # type: ignore[attr-defined]  # bound values are personal data
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    _log.error("request %s failed: %s at %s", g.caller.request_id, type(error).__name__, place)
    return problems.answer(Refused(Reason.INTERNAL))
