"""The sentences about who can open a record, in two voices: to its holder, and to a caregiver who acts for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.labels import DECISION_REASONS, DECISION_REASONS_FOR_ANOTHER
from patient_portal.platform_client.vocabulary import DecisionReason, Standing


@dataclass(frozen=True, slots=True)
class Voice:
    """Every sentence in one of the two ways of saying it: to whose record it is, or of them."""

    person: Mapping[Standing, LazyString]
    house: Mapping[Standing, LazyString]
    through_house: LazyString
    to_the_end: Mapping[str, LazyString]
    to_a_moment: Mapping[str, LazyString]
    by_code: LazyString
    sees: Mapping[Standing, LazyString]
    emergency: LazyString
    emergency_restricted: LazyString
    emergency_off: LazyString
    why: LazyString
    reasons: Mapping[DecisionReason, LazyString]


_NOT_OPEN = _l("Cannot open your record, because your record itself is not open.")
_NORMAL_ONLY = _l(
    "They can open documents marked normal. Restricted documents are for your care circle, secret ones for you "
    "alone."
)
TO_THE_HOLDER = Voice(
    person={
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
    },
    house={
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
    },
    through_house=_l(
        "Can open your record for as long as you like, because you gave access to the organisation where they work."
    ),
    to_the_end={
        "professional": _l("Can open your record, because you gave access. To the end of this day: %(day)s"),
        "organisation": _l(
            "All professionals who work there can open your record, because you gave access. To the end of this day: "
            "%(day)s"
        ),
        "through": _l(
            "Can open your record, because you gave access to the organisation where they work. To the end of this "
            "day: %(day)s"
        ),
    },
    to_a_moment={
        "professional": _l("Can open your record, because you gave access. Until: %(moment)s"),
        "organisation": _l(
            "All professionals who work there can open your record, because you gave access. Until: %(moment)s"
        ),
        "through": _l(
            "Can open your record, because you gave access to the organisation where they work. Until: %(moment)s"
        ),
    },
    by_code=_l("Can open your record, because you gave them a presence code. Until: %(moment)s"),
    sees={
        Standing.CIRCLE: _l(
            "In your care circle they can open documents marked normal or restricted. Nobody but you can open secret "
            "ones."
        ),
        Standing.DATED: _NORMAL_ONLY,
        Standing.PRESENCE: _NORMAL_ONLY,
    },
    emergency=_l("In an emergency, when you cannot be asked, other professionals may open your record too."),
    emergency_restricted=_l(
        "In an emergency, when you cannot be asked, other professionals may open your record too, with your "
        "restricted documents."
    ),
    emergency_off=_l(
        "You have switched emergency access off: nobody else can open your record, not even then."
    ),
    why=_l("Your reason: %(reason)s"),
    reasons=DECISION_REASONS,
)

_NOT_OPEN_OF_THEIRS = _l("Cannot open this record, because the record itself is not open.")
_NORMAL_ONLY_OF_THEIRS = _l(
    "They can open documents marked normal. Restricted documents are for the care circle, secret ones for the "
    "person alone."
)
OF_THE_HOLDER = Voice(
    person={
        Standing.CIRCLE: _l("Can open this record without an end, because they are in the care circle."),
        Standing.AUTHOR: _l("Can open only what they wrote themselves, because no access to more was given."),
        Standing.NO_ACCESS: _l("Cannot open this record, because no access was given."),
        Standing.BLOCKED: _l("Cannot open anything, not even in an emergency, because they are blocked."),
        Standing.ORGANISATION_BLOCKED: _l(
            "Cannot open anything, not even in an emergency, because the organisation where they "
            "work is blocked."
        ),
        Standing.RECORD_NOT_OPEN: _NOT_OPEN_OF_THEIRS,
    },
    house={
        Standing.CIRCLE: _l(
            "All professionals who work there can open this record without an end, because access was given."
        ),
        Standing.NO_ACCESS: _l(
            "No access was given to the organisation as a whole. Professionals who work there may have access "
            "of their own."
        ),
        Standing.BLOCKED: _l(
            "Nobody who works there can open anything, not even in an emergency, because the organisation is "
            "blocked."
        ),
        Standing.RECORD_NOT_OPEN: _NOT_OPEN_OF_THEIRS,
    },
    through_house=_l(
        "Can open this record without an end, because access was given to the organisation where they work."
    ),
    to_the_end={
        "professional": _l("Can open this record, because access was given. To the end of this day: %(day)s"),
        "organisation": _l(
            "All professionals who work there can open this record, because access was given. To the end of this day: "
            "%(day)s"
        ),
        "through": _l(
            "Can open this record, because access was given to the organisation where they work. To the end of this "
            "day: %(day)s"
        ),
    },
    to_a_moment={
        "professional": _l("Can open this record, because access was given. Until: %(moment)s"),
        "organisation": _l(
            "All professionals who work there can open this record, because access was given. Until: %(moment)s"
        ),
        "through": _l(
            "Can open this record, because access was given to the organisation where they work. Until: %(moment)s"
        ),
    },
    by_code=_l("Can open this record, because they were given a presence code. Until: %(moment)s"),
    sees={
        Standing.CIRCLE: _l(
            "In the care circle they can open documents marked normal or restricted. Nobody but the person can open "
            "secret ones."
        ),
        Standing.DATED: _NORMAL_ONLY_OF_THEIRS,
        Standing.PRESENCE: _NORMAL_ONLY_OF_THEIRS,
    },
    emergency=_l(
        "In an emergency, when the person cannot be asked, other professionals may open this record too."
    ),
    emergency_restricted=_l(
        "In an emergency, when the person cannot be asked, other professionals may open this record too, with "
        "its restricted documents."
    ),
    emergency_off=_l("Emergency access is switched off: nobody else can open this record, not even then."),
    why=_l("Reason: %(reason)s"),
    reasons=DECISION_REASONS_FOR_ANOTHER,
)
