"""What each template of a mandate opens until the holder adjusts it, and how long it counts."""

from dataclasses import dataclass
from datetime import datetime

from platform_api import clock, delays
from platform_api.vocabulary import Confidentiality, Delay, MandateTemplate, MandateVerb

V = MandateVerb


@dataclass(frozen=True, slots=True)
class Template:
    """The verbs and the ceiling to begin with; `asleep`: it opens only when the holder says so."""

    verbs: tuple[MandateVerb, ...]
    ceiling: Confidentiality
    delay: Delay = Delay.MANDATE_USUAL
    asleep: bool = False


TEMPLATES: dict[MandateTemplate, Template] = {
    MandateTemplate.LOOK: Template((V.LIST, V.READ), Confidentiality.NORMAL, Delay.MANDATE_LOOK),
    MandateTemplate.DAILY: Template((V.LIST, V.READ, V.MANAGE_PROFESSIONALS), Confidentiality.NORMAL),
    MandateTemplate.EVERYTHING: Template(tuple(V), Confidentiality.RESTRICTED),
    MandateTemplate.EMERGENCY: Template((V.LIST, V.READ), Confidentiality.NORMAL, asleep=True),
    MandateTemplate.TRUSTED: Template(
        (V.LIST, V.READ), Confidentiality.NORMAL, Delay.MANDATE_LONGEST, asleep=True
    ),
    MandateTemplate.PARENT: Template(tuple(V), Confidentiality.RESTRICTED, Delay.MAJORITY),
    MandateTemplate.GUARDIAN: Template(tuple(V), Confidentiality.RESTRICTED),
}
CHOSEN_BY_HOLDERS = (
    MandateTemplate.LOOK,
    MandateTemplate.DAILY,
    MandateTemplate.EVERYTHING,
    MandateTemplate.EMERGENCY,
    MandateTemplate.TRUSTED,
)
_NEEDS = {V.READ: V.LIST, V.DOWNLOAD: V.READ}


def whole(verbs: frozenset[MandateVerb]) -> list[str]:
    """The verbs with those that they cannot do without: saving needs reading, reading needs the list."""
    found = set(verbs)
    for verb in (V.DOWNLOAD, V.READ):
        if verb in found:
            found.add(_NEEDS[verb])
    return sorted(found)


def usual_end(template: MandateTemplate) -> datetime:
    """Until when a mandate that begins now counts if nobody chooses a day."""
    return delays.over_at(TEMPLATES[template].delay, clock.now())
