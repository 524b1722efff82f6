"""Can they open my record: each answer as one whole sentence, with the reason in it and the day at its end."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal import i18n
from patient_portal.platform_client import Actor
from patient_portal.platform_client.vocabulary import Standing

_NOT_OPEN = _l("Cannot open your record, because your record itself is not open.")
_PERSON: dict[Standing, LazyString] = {
    Standing.CIRCLE: _l(
        "Can open your record for as long as you like, because you put them in your care circle."
    ),
    Standing.AUTHOR: _l(
        "Can open only what they wrote themselves, because you have not given access to more."
    ),
    Standing.NO_ACCESS: _l("Cannot open your record, because you have not given access."),
    Standing.BLOCKED: _l("Cannot open anything, not even in an emergency, because you blocked them."),
    Standing.ORGANISATION_BLOCKED: _l(
        "Cannot open anything, not even in an emergency, because you blocked the organisation where they work."
    ),
    Standing.RECORD_NOT_OPEN: _NOT_OPEN,
}
_HOUSE: dict[Standing, LazyString] = {
    Standing.CIRCLE: _l(
        "All professionals who work there can open your record for as long as you like, because you gave access."
    ),
    Standing.NO_ACCESS: _l(
        "You have not given access to the organisation as a whole. Professionals who work there may have access "
        "of their own."
    ),
    Standing.BLOCKED: _l(
        "Nobody who works there can open anything, not even in an emergency, because you blocked the organisation."
    ),
    Standing.RECORD_NOT_OPEN: _NOT_OPEN,
}
_THROUGH_HOUSE = _l(
    "Can open your record for as long as you like, because you gave access to the organisation where they work."
)
_TO_THE_END: dict[str, LazyString] = {
    "professional": _l("Can open your record, because you gave access. To the end of this day: %(day)s"),
    "organisation": _l(
        "All professionals who work there can open your record, because you gave access. To the end of this day: "
        "%(day)s"
    ),
    "through": _l(
        "Can open your record, because you gave access to the organisation where they work. To the end of this "
        "day: %(day)s"
    ),
}
_TO_A_MOMENT: dict[str, LazyString] = {
    "professional": _l("Can open your record, because you gave access. Until: %(moment)s"),
    "organisation": _l(
        "All professionals who work there can open your record, because you gave access. Until: %(moment)s"
    ),
    "through": _l(
        "Can open your record, because you gave access to the organisation where they work. Until: %(moment)s"
    ),
}
_BY_CODE = _l("Can open your record, because you gave them a presence code. Until: %(moment)s")
_NORMAL_ONLY = _l(
    "They can open documents marked normal. Restricted documents are for your care circle, secret ones for you "
    "alone."
)
_SEES: dict[Standing, LazyString] = {
    Standing.CIRCLE: _l(
        "In your care circle they can open documents marked normal or restricted. Nobody but you can open secret ones."
    ),
    Standing.DATED: _NORMAL_ONLY,
    Standing.PRESENCE: _NORMAL_ONLY,
}


def sentence(actor: Actor) -> str:
    """Whether they can open the record, because of what, and until when."""
    if actor.until is not None and actor.standing in (Standing.DATED, Standing.PRESENCE, Standing.CIRCLE):
        return _dated(actor, actor.until.astimezone(i18n.LUXEMBOURG))
    is_person = actor.kind == "professional"
    if actor.through_organisation:
        return str(_THROUGH_HOUSE)
    table = _PERSON if is_person else _HOUSE
    return str(table.get(actor.standing) or _PERSON.get(actor.standing) or _PERSON[Standing.CIRCLE])


def sees(actor: Actor) -> str:
    """Which documents their access opens; nothing where there is none."""
    return str(_SEES[actor.standing]) if actor.can_open and actor.standing in _SEES else ""


def _dated(actor: Actor, local: datetime) -> str:
    key = "through" if actor.through_organisation else actor.kind
    if actor.standing is Standing.PRESENCE and key == "professional":
        return str(_BY_CODE) % {"moment": i18n.day_and_time(local)}
    if (local.hour, local.minute) == (0, 0):
        return str(_TO_THE_END[key]) % {"day": i18n.day((local - timedelta(minutes=1)).date())}
    return str(_TO_A_MOMENT[key]) % {"moment": i18n.day_and_time(local)}
