"""Can they open my record: each answer as one whole sentence, with the reason in it and the day at its end."""

from datetime import datetime, timedelta

from patient_portal import acting, i18n, sessions
from patient_portal.platform_client import Actor
from patient_portal.platform_client.vocabulary import Standing
from patient_portal.professionals.voices import OF_THE_HOLDER, TO_THE_HOLDER, Voice


def voice() -> Voice:
    """How the pages of this session say it."""
    return TO_THE_HOLDER if acting.is_own(sessions.person()) else OF_THE_HOLDER


def sentence(actor: Actor) -> str:
    """Whether they can open the record, because of what, and until when."""
    if actor.until is not None and actor.standing in (Standing.DATED, Standing.PRESENCE, Standing.CIRCLE):
        return _dated(actor, actor.until.astimezone(i18n.LUXEMBOURG))
    is_person = actor.kind == "professional"
    if actor.through_organisation:
        return str(voice().through_house)
    table = voice().person if is_person else voice().house
    return str(
        table.get(actor.standing) or voice().person.get(actor.standing) or voice().person[Standing.CIRCLE]
    )


def sees(actor: Actor) -> str:
    """Which documents their access opens; nothing where there is none."""
    known = voice().sees
    return str(known[actor.standing]) if actor.can_open and actor.standing in known else ""


def _dated(actor: Actor, local: datetime) -> str:
    key = "through" if actor.through_organisation else actor.kind
    if actor.standing is Standing.PRESENCE and key == "professional":
        return str(voice().by_code) % {"moment": i18n.day_and_time(local)}
    if (local.hour, local.minute) == (0, 0):
        return str(voice().to_the_end[key]) % {"day": i18n.day((local - timedelta(minutes=1)).date())}
    return str(voice().to_a_moment[key]) % {"moment": i18n.day_and_time(local)}
