"""How the tables of who-may-what are written: a row is one case in words, its facts, and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from platform_api.facts import Facts
from platform_api.policy import decide
from platform_api.vocabulary import Action, DossierState, Reason, Role


@dataclass(frozen=True)
class Row:
    """One case: who asks in which situation, and whether it is allowed; refused with which reason, admitted or not."""

    case: str
    facts: Facts
    allowed: bool = False
    reason: Reason = Reason.NOT_ALLOWED
    hidden: bool = False


def yes(case: str, facts: Facts, **changes: Any) -> Row:
    """Allowed. The facts are those the law asks for and no others: each of them is needed."""
    return Row(case, replace(facts, **changes), allowed=True)


def no(
    case: str, facts: Facts, reason: Reason = Reason.NOT_ALLOWED, *, hidden: bool = False, **changes: Any
) -> Row:
    """Refused for this reason; hidden means that even the existence is not admitted."""
    return Row(case, replace(facts, **changes), reason=reason, hidden=hidden)


def each(rows: Sequence[Row]) -> pytest.MarkDecorator:
    """One test per row, named by its words."""
    return pytest.mark.parametrize("row", rows, ids=[row.case for row in rows])


def check(action: Action, row: Row) -> None:
    """The policy answers as the row says."""
    decision = decide(action, row.facts)
    assert decision.allowed is row.allowed, f"{row.case}: {decision}"
    if not row.allowed:
        assert (decision.reason, decision.admit) == (row.reason, not row.hidden)


_PORTAL: dict[str, Any] = {"software_is_portal": True, "software_conformant": True}

NOBODY = Facts()
VISITOR = Facts(role=Role.VISITOR, **_PORTAL)
"""Somebody at the portal's door who has not signed in."""
HALFWAY = Facts(password_proved=True, second_factor_proved=False, **_PORTAL)
"""Somebody whose password was right; the second factor is still asked."""
SIGNED_IN = Facts(second_factor_proved=True, **_PORTAL)
HOLDER = replace(SIGNED_IN, is_own_account=True)
"""Somebody signed in with both factors, at their own account."""
PATIENT = Facts(role=Role.PATIENT, second_factor_proved=True, is_own_record=True)
"""The patient, signed in with both factors, at their own record."""
OPERATOR = Facts(role=Role.OPERATOR)
WORKER = Facts(role=Role.WORKER, software_may_work=True, **_PORTAL)
SOFTWARE = Facts(
    role=Role.SOFTWARE,
    software_conformant=True,
    software_may_deposit=True,
    dossier_state=DossierState.ACTIVATED,
    is_blocked=False,
)
"""A hospital's conformant software, approved for depositing, at an open record."""
DOCTOR = Facts(
    role=Role.PROFESSIONAL,
    software_conformant=True,
    scope_granted=True,
    dossier_state=DossierState.ACTIVATED,
    is_blocked=False,
)
"""A doctor behind conformant software, at an open record whose holder has not blocked them; no access yet."""

ALL_STATES = frozenset(DossierState)
OPEN = (DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED)
SHUT = tuple(sorted(ALL_STATES - set(OPEN) - {DossierState.CREATED}))
"""Objected, suspended, closed, erased, deceased."""


def people_without(*allowed: Role) -> list[tuple[str, Facts]]:
    """Someone in every other role, with everything true of them that could be true."""
    everything: dict[str, Any] = {
        name: True for name, field in Facts.__dataclass_fields__.items() if "bool" in str(field.type)
    }
    everything |= {"is_blocked": False, "dossier_state": DossierState.ACTIVATED}
    return [(f"a {role}", Facts(role=role, **everything)) for role in Role if role not in allowed]
