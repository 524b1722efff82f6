"""An agent's looks at one case, as its holder reads them: every page of the case is a look, and one line is enough.

The trail keeps each of them; here those after the first of an agent, in one case, stand under that first one.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, select

from platform_api.models import AuditEntry
from platform_api.vocabulary import Action, Outcome

_E = AuditEntry.__table__
_EARLIER = _E.alias("earlier_look")


def looks_again() -> ColumnElement[bool]:
    """The same agent looked at the same case before; a refused look is never folded."""
    return and_(
        _is_a_look(_E),
        exists().where(
            _EARLIER.c.chain == _E.c.chain,
            _EARLIER.c.number < _E.c.number,
            _EARLIER.c.person_id == _E.c.person_id,
            _is_a_look(_EARLIER),
            _case_of(_EARLIER) == _case_of(_E),
        ),
    )


def put_under_the_first(connection: Connection, chain: str, rows: Sequence[dict[str, Any]]) -> None:
    """Give each first look the ids and moments of those that were folded into it, in `looks`, the newest first."""
    firsts = {
        (str(row["person_id"]), str((row["details"] or {}).get("case", ""))): row
        for row in rows
        if row["action"] == Action.READ_CASE and row["outcome"] == Outcome.ALLOWED
    }
    if not firsts:
        return
    cases = [case for _who, case in firsts if case]
    found = connection.execute(
        select(_E.c.id, _E.c.number, _E.c.recorded_at, _E.c.person_id, _case_of(_E).label("case"))
        .where(_E.c.chain == chain, _is_a_look(_E), _case_of(_E).in_(cases))
        .order_by(_E.c.number.desc())
    )
    again: dict[tuple[str, str], list[tuple[str, Any]]] = defaultdict(list)
    for look in found:
        first = firsts.get((look.person_id, look.case))
        if first is not None and look.number > first["number"]:
            again[look.person_id, look.case].append((look.id, look.recorded_at))
    for key, row in firsts.items():
        row["looks"] = again.get(key, [])


def _is_a_look(entries: Any) -> ColumnElement[bool]:
    return and_(entries.c.action == Action.READ_CASE, entries.c.outcome == Outcome.ALLOWED)


def _case_of(entries: Any) -> Any:
    return entries.c.details["case"].as_string()
