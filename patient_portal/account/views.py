"""What the account holds, and ending a session on a device that is not at hand."""

from dataclasses import dataclass

from flask import flash, redirect, request
from flask_babel import gettext as _

from patient_portal.access import allows
from patient_portal.account import blueprint
from patient_portal.i18n import NAMES, clock_time, day_and_time
from patient_portal.platform_client import NotFound, OpenSession
from patient_portal.platform_client.vocabulary import LANGUAGES, Action
from patient_portal.rendering import Answer, after, page, sends_texts
from patient_portal.sessions import platform


@dataclass(frozen=True, slots=True)
class Device:
    """An open session as its owner knows it."""

    id: str
    name: str
    since: str
    last_seen: str
    current: bool


@blueprint.get("")
@allows(Action.READ_ACCOUNT)
def index() -> Answer:
    """The account."""
    account = platform().account()
    context = platform().context
    is_holder = context is not None and Action.READ_SUPPORT_PIN in context.may
    pin = platform().support_pin() if is_holder else None
    is_texted = context is not None and Action.READ_PHONE in context.may and sends_texts()
    phone = platform().phone() if is_texted else None
    return page(
        "account/index.html",
        account=account,
        phone=phone,
        phone_proves_from=day_and_time(phone.proves_from) if phone and phone.proves_from else "",
        pin=pin,
        pin_until=clock_time(pin.until) if pin else "",
        devices=[_device(one) for one in account.sessions],
        language_names=[(code, NAMES[code]) for code in LANGUAGES],
    )


@blueprint.post("/language")
@allows(Action.CHANGE_LANGUAGE)
def change_language() -> Answer:
    """Keep the language for letters and messages, and go on in it."""
    wanted = request.form.get("language", "")
    if wanted not in LANGUAGES:
        return after(".index")
    platform().change_language(wanted)
    flash(_("From now on we write to you in this language: %(language)s", language=NAMES[wanted]), "success")
    return redirect(f"/{wanted}/account", 303)


@blueprint.post("/sessions/<session_id>/end")
@allows(Action.READ_ACCOUNT)
def end_session(session_id: str) -> Answer:
    """End another session at once; one that is over already is what was wanted."""
    try:
        platform().end_session(session_id)
    except NotFound:
        return after(".index")
    flash(_("This device is signed out."), "success")
    return after(".index")


def _device(one: OpenSession) -> Device:
    return Device(
        id=one.id,
        name=one.device or _("Unknown device"),
        since=day_and_time(one.created_at) if one.created_at else "",
        last_seen=day_and_time(one.seen_at) if one.seen_at else "",
        current=one.current,
    )
