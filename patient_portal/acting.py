"""Who acts for whom in this session, as pages need to know it."""

from patient_portal.platform_client import SessionContext
from patient_portal.platform_client.vocabulary import MandateVerb, Role


def holder_name(context: SessionContext | None) -> str:
    """The name of the person whose record the session is about: one's own, or whom one acts for."""
    if context is None:
        return ""
    return context.acting.name if context.acting else context.name


def may_keep(context: SessionContext | None) -> bool:
    """Whether originals may be saved: always one's own, another's only where the mandate says so."""
    if context is None or context.role is not Role.CAREGIVER:
        return True
    return context.acting is not None and MandateVerb.DOWNLOAD in context.acting.verbs


def is_own(context: SessionContext | None) -> bool:
    """Whether the pages speak to the person whose record it is."""
    return context is None or context.role is not Role.CAREGIVER
