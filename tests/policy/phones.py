"""Rows that the tables of the telephone number share: its owner, through the portal, and nobody on their behalf."""

from dataclasses import replace

from platform_api.vocabulary import Reason, Role
from tests.policy.tables import NOBODY, PATIENT, VISITOR, Row, no, people_without, yes


def own_number(*, fresh: bool) -> tuple[Row, ...]:
    """The person themself and no one else; `fresh` where the second factor must have been proved just now."""
    own = replace(PATIENT, software_is_portal=True, software_conformant=True)
    if fresh:
        own = replace(own, second_factor_recent=True)
    stale = no(
        "the second factor is some time ago", own, Reason.SECOND_FACTOR_NEEDED, second_factor_recent=False
    )
    return (
        yes("the person themself", own),
        *((stale,) if fresh else ()),
        no("somebody else, signed in", own, is_own_record=False),
        no("the person who still owes the second factor", own, second_factor_proved=False),
        no("through other software than the portal", own, software_is_portal=False),
        no("the portal's conformity withdrawn", own, software_conformant=False),
        *(no(who, facts) for who, facts in people_without(Role.PATIENT)),
        no("a visitor", VISITOR),
        no("nobody", NOBODY),
    )
