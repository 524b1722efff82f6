"""What lies outside the languages: the way in, robots.txt, security.txt, and the portal's own health."""

from datetime import timedelta

from flask import Response, current_app, redirect, url_for

from patient_portal import i18n, sessions
from patient_portal.access import public
from patient_portal.pages import unlocalised
from patient_portal.platform_client import PlatformError
from patient_portal.rendering import Answer
from patient_portal.settings import Settings

_TEXT = "text/plain; charset=utf-8"


@unlocalised.get("/")
@public
def choose_language() -> Answer:
    """To the start page in the person's language: cookie, then browser, then French."""
    return redirect(url_for("pages.home", lang=i18n.language()), 302)


@unlocalised.get("/robots.txt")
@public
def robots() -> Answer:
    """Search engines may know the pages for everybody, nothing else."""
    lines = ["User-agent: *"]
    lines += [
        f"Allow: /{code}/{name}$"
        for code in i18n.LANGUAGES
        for name in ("", "help", "accessibility", "privacy")
    ]
    return Response("\n".join([*lines, "Disallow: /", ""]), content_type=_TEXT)


@unlocalised.get("/.well-known/security.txt")
@public
def security_txt() -> Answer:
    """Whom to tell about a weakness (RFC 9116)."""
    settings: Settings = current_app.extensions["dsp-settings"]
    expires = (i18n.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: mailto:{settings.help_contact.security_email}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: fr, de, lb, en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
        f"Policy: {settings.base_url}/en/privacy",
        "",
    )
    return Response("\n".join(lines), content_type=_TEXT)


@unlocalised.get("/health/live")
@public
def live() -> Answer:
    """Whether this process answers; served when the platform is deployed apart."""
    return Response("ok\n", content_type=_TEXT)


@unlocalised.get("/health/ready")
@public
def ready() -> Answer:
    """Whether the platform can be reached from here; 503 while it cannot."""
    try:
        sessions.platform().document_types()
    except PlatformError:
        return Response("platform\n", 503, content_type=_TEXT)
    return Response("ok\n", content_type=_TEXT)
