"""Languages: which one this page speaks, its catalogue, and how it writes dates, numbers and lengths of time."""

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, get_translations, gettext, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.routing import BaseConverter

from patient_portal.platform_client.vocabulary import LANGUAGES
from patient_portal.settings import Settings

DEFAULT = "fr"
LUXEMBOURG = ZoneInfo("Europe/Luxembourg")
COOKIE = "__Host-dsp-language"
FIELD = "_language"  # the name of the language switch's buttons on a page with a form
NAMES = {"fr": "Français", "de": "Deutsch", "lb": "Lëtzebuergesch", "en": "English"}
LOCALES = {
    code: Locale.parse(name) for code, name in zip(LANGUAGES, ("fr_LU", "de_LU", "lb", "en_GB"), strict=True)
}
_MOST_WORDS = 5000  # sentences kept for a language; the catalogues have fewer
_A_YEAR = 365 * 24 * 3600
_TODAY_AND_YESTERDAY = {0: _l("today"), 1: _l("yesterday")}


class LanguageConverter(BaseConverter):
    """The first part of every page's address."""

    regex = "|".join(LANGUAGES)
    part_isolating = True


def install(app: Flask, settings: Settings) -> None:
    """Bind languages to the application: addresses, catalogues, template functions, the cookie that remembers."""
    if not settings.is_production:
        compile_stale(settings.translations)
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Luxembourg"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(settings.translations)
    app.extensions["dsp-clock-offset"] = settings.clock_offset
    Babel(app, locale_selector=locale, timezone_selector=lambda: "Europe/Luxembourg")
    app.url_map.converters["language"] = LanguageConverter
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    environment: Any = app.jinja_env  # the i18n extension adds this method when it is loaded
    environment.install_gettext_callables(
        lambda text: _catalogue().gettext(text),
        lambda one, many, n: _catalogue().ngettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, text: _catalogue().pgettext(context, text),
        npgettext=lambda context, one, many, n: _catalogue().npgettext(context, one, many, n),
    )
    app.jinja_env.globals["_"] = word
    app.extensions["dsp-words"] = {code: {} for code in LANGUAGES}

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "lang" in values:
            g.language = values.pop("lang")

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = language()

    @app.after_request
    def remember_language(response: Response) -> Response:
        chosen: str | None = g.get("language")
        if chosen and request.cookies.get(COOKIE) != chosen:
            response.set_cookie(COOKIE, chosen, max_age=_A_YEAR, secure=True, httponly=True, samesite="Lax")
        return response


def compile_stale(folder: Path) -> None:
    """Compile each catalogue whose .po is newer than its .mo; a read-only folder is left as it is."""
    for source in folder.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        fresh = target.with_name(f"{target.name}.{time.monotonic_ns()}")
        try:
            with fresh.open("wb") as file:
                write_mo(file, catalogue)
            fresh.replace(target)
        except OSError:
            return


def language() -> str:
    """This page's language: its address, else what the cookie or the browser says, else French."""
    if not has_request_context():
        return DEFAULT
    found: str | None = g.get("language")
    if found is None:
        found = g.language_guess = g.get("language_guess") or _guess()
    return found


def _guess() -> str:
    first = request.path[1:3]
    if first in LANGUAGES and request.path[3:4] in ("", "/"):
        return first
    remembered = request.cookies.get(COOKIE, "")
    if remembered in LANGUAGES:
        return remembered
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT


def is_language_switch() -> bool:
    """Whether this form came in because somebody pressed a language, not to be acted on."""
    return request.method == "POST" and FIELD in request.form


def locale() -> Locale:
    """How this page writes dates and numbers."""
    return LOCALES[language()]


def _catalogue() -> Any:
    found = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return found


@pass_eval_context
def word(evaluation: EvalContext, text: str, /, **variables: Any) -> str:
    """`_("…")` of a template: the sentence in this page's language, its variables escaped.

    Does what Jinja's own newstyle gettext does, but looks each sentence up only once for a language: a page has
    fifty of them.
    """
    if not evaluation.autoescape:
        return str(gettext(text, **variables))
    known: dict[str, Markup] | None = g.get("words")
    if known is None:
        known = g.words = current_app.extensions["dsp-words"][language()]
    found = known.get(text)
    if found is None:
        found = Markup(_catalogue().gettext(text))  # noqa: S704 - the words of the catalogue are ours
        if len(known) < _MOST_WORDS:
            known[text] = found
    return found % variables if variables or "%" in found else found


def now() -> datetime:
    """This instant in Luxembourg, shifted like the platform's clock in development."""
    offset: timedelta = current_app.extensions["dsp-clock-offset"]
    return datetime.fromtimestamp(time.time(), LUXEMBOURG) + offset


def today() -> date:
    """Today's date in Luxembourg."""
    return now().date()


def day(moment: date | datetime) -> str:
    """A day in full: 3 novembre 2026, 3. November 2026, 3 November 2026."""
    return _day(language(), _local_day(moment), "long")


def short_day(moment: date | datetime) -> str:
    """A day as it fits a table: 3 nov. 2026."""
    return _day(language(), _local_day(moment), "medium")


def relative_day(moment: date | datetime) -> str:
    """*Today*, *yesterday*, or the day in full; stands alone, never inside a sentence."""
    local = _local_day(moment)
    word = _TODAY_AND_YESTERDAY.get((today() - local).days)
    return str(word) if word is not None else _day(language(), local, "long")


def clock_time(moment: datetime) -> str:
    """The time of day in Luxembourg: 14:05."""
    return _clock_time(language(), moment.astimezone(LUXEMBOURG).replace(second=0, microsecond=0))


def day_and_time(moment: datetime) -> str:
    """A day in full with the time of day."""
    return _("%(day)s at %(time)s", day=day(moment), time=clock_time(moment))


def period(start: date | None, end: date | None) -> str:
    """A span of days, open at either end."""
    if start and end:
        return _("from %(start)s to %(end)s", start=day(start), end=day(end))
    if start:
        return _("since %(start)s", start=day(start))
    if end:
        return _("until %(end)s", end=day(end))
    return _("at any time")


def length_of_time(seconds: float) -> str:
    """A length of time, rounded up to whole minutes, hours or days."""
    minutes = max(1, -(-int(seconds) // 60))
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    hours = -(-minutes // 60)
    if hours < 48:
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    days = -(-hours // 24)
    return ngettext("%(num)s day", "%(num)s days", days)


def number(value: int | float) -> str:
    """A number with this language's separators."""
    return str(numbers.format_decimal(value, locale=locale()))


def per_cent(share: float) -> str:
    """A share such as 0.0016 in per cent, with at most two places."""
    return str(numbers.format_percent(share, format="#,##0.## %", locale=locale()))


def file_size(size: int) -> str:
    """A size in bytes as people read it: 340 kB, 2.1 MB."""
    if size < 1000:
        return ngettext("%(num)s byte", "%(num)s bytes", size)
    if size < 1_000_000:
        return _("%(size)s kB", size=number(round(size / 1000)))
    return _("%(size)s MB", size=number(round(size / 1_000_000, 1)))


def word_list(words: Sequence[str]) -> str:
    """Several words with commas and this language's *and*."""
    return str(lists.format_list(list(words), locale=locale()))


def _local_day(moment: date | datetime) -> date:
    if not isinstance(moment, datetime):
        return moment
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(LUXEMBOURG).date()


@lru_cache(maxsize=4096)
def _day(code: str, moment: date, width: str) -> str:
    text = dates.format_date(moment, width, locale=LOCALES[code])
    return f"1er{text[1:]}" if code == "fr" and moment.day == 1 else text


@lru_cache(maxsize=2048)
def _clock_time(code: str, moment: datetime) -> str:
    return dates.format_time(moment, "short", tzinfo=LUXEMBOURG, locale=LOCALES[code])


__all__ = [
    "COOKIE",
    "DEFAULT",
    "FIELD",
    "LANGUAGES",
    "LOCALES",
    "LUXEMBOURG",
    "NAMES",
    "clock_time",
    "compile_stale",
    "day",
    "day_and_time",
    "file_size",
    "gettext",
    "install",
    "is_language_switch",
    "language",
    "length_of_time",
    "locale",
    "ngettext",
    "now",
    "number",
    "period",
    "relative_day",
    "short_day",
    "today",
    "word_list",
]
