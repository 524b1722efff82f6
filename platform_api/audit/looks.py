"""The holder's own looks at their own pages: one line a day stands for all of them, so that they fill no log.

Nobody else's act is among them, nothing that was refused, and no document that was opened.
"""

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, and_, or_, select

from platform_api import clock
from platform_api.guard import Access
from platform_api.models import AuditEntry
from platform_api.vocabulary import LOOKS, Outcome, Role

_E = AuditEntry.__table__
AT_MOST = 200
"""How many looks of one day are handed out below their line."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The numbers of the looks that stand for their day, each with those below it, the newest first."""

    below: dict[int, list[int]]

    def condition(self, access: Access) -> ColumnElement[bool]:
        """Everything but the looks that stand below another."""
        return or_(~_own_look(access), _E.c.number.in_(self.below))


def folded(access: Access, conditions: list[ColumnElement[bool]]) -> Folded | None:
    """The own looks among these entries, by day in Luxembourg; None for a reader who is not the holder."""
    if access.principal.role is not Role.PATIENT:
        return None
    looks = access.connection.execute(
        select(_E.c.number, _E.c.recorded_at)
        .where(*conditions, _own_look(access))
        .order_by(_E.c.number.desc())
    )
    below: dict[int, list[int]] = {}
    for _day, some in groupby(looks, key=lambda row: clock.in_luxembourg(row.recorded_at).date()):
        first, *others = (row.number for row in some)
        below[first] = others
    return Folded(below)


def _own_look(access: Access) -> ColumnElement[bool]:
    return and_(
        _E.c.role == Role.PATIENT,
        _E.c.person_id == access.principal.person_id,
        _E.c.outcome == Outcome.ALLOWED,
        _E.c.action.in_(LOOKS),
    )
