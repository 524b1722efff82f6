"""When something goes wrong: a calm page in the person's language that says what to do next, and nothing else."""

import logging
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, flash, g, make_response, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as BaseResponse

from patient_portal import access, labels, sessions
from patient_portal.i18n import language, length_of_time
from patient_portal.platform_client import NotFound, Refused, SessionContext, SignedOut, Unavailable
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.rendering import page, to_sign_in
from patient_portal.security import CrossSite

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """What an error page says: its heading, what happened, what to do next."""

    heading: LazyString
    happened: LazyString
    next: LazyString
    drawing: str = "lost"


_TRY_AGAIN = _l("Please try again in a few minutes. If it happens again, call our helpdesk.")
_GO_BACK = _l("Go back to the page before and try again. If it happens again, call our helpdesk.")

WORDS: dict[int, Words] = {
    400: Words(
        _l("We could not read what was sent"),
        _l("Something got lost on the way from your browser to us. Nothing was changed."),
        _GO_BACK,
    ),
    403: Words(
        _l("This is not open to you"),
        _l("You may not do this at the moment. Nothing was changed."),
        _l("If you think that you should be able to, call our helpdesk. They can tell you why."),
    ),
    404: Words(
        _l("We cannot find this page"),
        _l("The address may have been typed wrong, or the page is no longer there."),
        _l("Check the address, or go to the start page. If you were looking for a document, open your list."),
    ),
    405: Words(
        _l("This page cannot be used in this way"),
        _l("The page exists, but it does not take what your browser sent."),
        _l("Go to the start page and choose again what you want to do."),
    ),
    410: Words(
        _l("This is no longer there"),
        _l("What stood here was withdrawn or removed."),
        _l("Open your list of documents to see what your record holds today."),
    ),
    413: Words(
        _l("That was too much at once"),
        _l("What you sent is larger than we can take. Nothing was changed."),
        _l("Shorten the text or choose a smaller file, then try again."),
    ),
    422: Words(
        _l("This could not be done"),
        _l("We understood what was sent, but it cannot be done as it stands. Nothing was changed."),
        _GO_BACK,
    ),
    429: Words(
        _l("Please wait a little"),
        _l("There were too many tries in a short time. We stop them to protect your record."),
        _l("Wait a while, then try again. Nothing is lost. If it is urgent, call our helpdesk."),
        "pause",
    ),
    500: Words(
        _l("Something went wrong on our side"),
        _l("It is not your fault. Your record is safe, and we have noted what happened."),
        _TRY_AGAIN,
        "pause",
    ),
    503: Words(
        _l("Your record cannot be reached at the moment"),
        _l("It is safe, but the portal gets no answer from it. This is usually over soon."),
        _TRY_AGAIN,
        "pause",
    ),
}
_OLD_FORM = Words(
    _l("This page was open for too long"),
    _l("For your safety a form can be sent only for a while after it was opened. Nothing was changed."),
    _l("Go back, load the page again, and send the form once more."),
)
_OTHER_SITE = Words(
    _l("This came from another website"),
    _l("For your safety we do not act on what another website sends. Nothing was changed."),
    _l("Open the portal yourself and do there what you wanted to do."),
)

_FALLBACK = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>DSP</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><header></header><nav></nav><main>
<h1 lang="fr">Une erreur est survenue</h1>
<p lang="fr">Votre dossier est en sécurité. Réessayez dans quelques minutes.</p>
<p lang="de"><b>Ein Fehler ist aufgetreten.</b>
Ihre Akte ist sicher. Versuchen Sie es in einigen Minuten noch einmal.</p>
<p lang="lb"><b>Et ass e Feeler geschitt.</b>
Ären Dossier ass sécher. Probéiert et an e puer Minutten nach eng Kéier.</p>
<p lang="en"><b>Something went wrong.</b> Your record is safe. Please try again in a few minutes.</p>
<p>{reference}</p></main><footer></footer></body></html>
"""


def install(app: Flask) -> None:
    """Turn the client's four errors, HTTP errors and every unexpected exception into pages."""
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Refused, answer_refused)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(CSRFError, _old_form)
    app.register_error_handler(CrossSite, _other_site)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _not_found(error: NotFound) -> BaseResponse:
    sessions.person()  # the platform answered: whoever is signed in stays so on this page too
    return _outside_mandate() or error_page(410 if error.gone else 404)


def _outside_mandate() -> BaseResponse | None:
    """Where a caregiver's mandate does not reach: what it opens, and whom to ask for more."""
    why = access.outside()
    someone = sessions.person()
    if why is None or someone is None or someone.acting is None:
        return None
    opens = [str(words) for verb, words in labels.MANDATE_OPENS.items() if verb in someone.acting.verbs]
    g.in_fragment = False
    return page("errors/outside.html", status=403, why=why.value, name=someone.acting.name, opens=opens)


def answer_refused(error: Refused) -> BaseResponse:
    """The page for a refusal."""
    someone = sessions.person()
    if error.code in (Reason.NOT_ALLOWED, Reason.SECOND_FACTOR_NEEDED) and someone is None:
        return to_sign_in()  # nobody yet, or only half-way through signing in
    if error.code is Reason.RECORD_NOT_OPEN and request.method == "GET" and _reads_the_record(someone):
        return redirect(url_for("dossier.index"), 303)  # the page that says what a closed record still allows
    if error.code is Reason.MANDATE_OVER and someone is not None and someone.acting is not None:
        return page("caregivers/over.html", status=403)
    if error.code is Reason.NOT_ALLOWED and (closed := _outside_mandate()) is not None:
        return closed
    status = error.status if error.status in WORDS else 422
    reason = None if error.code in (Reason.NOT_FOUND, Reason.NOT_ALLOWED) else labels.refusal(error)
    return error_page(status, reason=reason, retry_after=error.retry_after)


def _reads_the_record(someone: SessionContext | None) -> bool:
    return someone is not None and Action.READ_DOSSIER in someone.may


def _signed_out(error: SignedOut) -> BaseResponse:
    sessions.forget()
    flash(str(labels.REASONS[error.code]), "warning")
    return to_sign_in()


def _unavailable(error: Unavailable) -> BaseResponse:
    log.warning("platform unavailable: %s request=%s", error.code.value, sessions.request_id())
    return error_page(503, retry_after=error.retry_after or 30)


def _old_form(_error: CSRFError) -> BaseResponse:
    return error_page(403, words=_OLD_FORM)


def _other_site(_error: CrossSite) -> BaseResponse:
    return error_page(403, words=_OTHER_SITE)


def _http(error: HTTPException) -> BaseResponse:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, Exception):
        return _unexpected(error.original_exception)
    if error.code in (403, 404) and (closed := _outside_mandate()) is not None:
        return closed
    response = error_page(error.code if error.code in WORDS else (400 if error.code < 500 else 500))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> BaseResponse:
    """Log where it happened, not what it was about: an exception's text may hold what a person typed."""
    trace = error.__traceback__
    place = []
    while trace is not None:
        code = trace.tb_frame.f_code
        place.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error(
        "unexpected %s request=%s endpoint=%s at %s",
        type(error).__name__,
        sessions.request_id(),
        request.endpoint,
        " > ".join(place[-6:]),
    )
    return error_page(500)


def error_page(
    status: int, *, words: Words | None = None, reason: str | None = None, retry_after: int | None = None
) -> Response:
    """The page for a status; if even that fails, a plain one in four languages."""
    g.in_trouble = status >= 500  # below that the platform answers: the page still knows who is signed in
    g.in_fragment = False
    said = words or WORDS[status]
    context: dict[str, Any] = {
        "words": said,
        "reason": reason,
        "wait": length_of_time(retry_after) if retry_after and status == 429 else None,
        "reference": sessions.request_id() if status >= 500 else None,
        "drawing_name": said.drawing,
    }
    try:
        response = page("errors/error.html", status=status, **context)
    except Exception as error:  # noqa: BLE001 - whatever broke the page, a person must get an answer
        log.error("error page failed: %s request=%s", type(error).__name__, sessions.request_id())
        text = _FALLBACK.format(lang=language(), reference=sessions.request_id())
        response = make_response(text, status, {"Content-Type": "text/html; charset=utf-8"})
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
