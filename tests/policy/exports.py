"""Rows that the tables of a record's copy share: its holder alone, while it is open or a closing can be undone."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import DossierState, Reason, Role
from tests.policy.tables import ALL_STATES, NOBODY, PATIENT, WORKER, Row, no, people_without, yes

HOLDER = replace(PATIENT, dossier_state=DossierState.ACTIVATED)
_OPEN = {DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED}


def holders_own(facts: Facts) -> tuple[Row, ...]:
    """Allowed to the holder; to nobody else, in no other state."""
    closing = while_closing(facts)
    return (
        *(yes(f"the holder, the record {state}", facts, dossier_state=state) for state in sorted(_OPEN)),
        yes("the holder, while a closing can be undone", closing),
        no("the holder, after that", closing, Reason.RECORD_NOT_OPEN, undo_open=False),
        *(
            no(f"the holder, the record {state}", facts, Reason.RECORD_NOT_OPEN, dossier_state=state)
            for state in sorted(ALL_STATES - _OPEN)
        ),
        no("a caregiver, while a closing can be undone", closing, role=Role.CAREGIVER),
        *strangers_to_a_copy(facts),
    )


def while_closing(facts: Facts) -> Facts:
    """The same, the record closed so short a time ago that it can be undone."""
    return replace(facts, dossier_state=DossierState.CLOSED, undo_open=True)


def strangers_to_a_copy(facts: Facts) -> tuple[Row, ...]:
    """Another patient, half a sign-in, every other role."""
    return (
        no("another patient, signed in", facts, is_own_record=False),
        no("the holder who still owes the second factor", facts, second_factor_proved=False),
        *(no(who, other) for who, other in people_without(Role.PATIENT)),
        no("nobody", NOBODY),
    )


def workers_own(facts: Facts = WORKER) -> tuple[Row, ...]:
    """Allowed to the portal's worker alone."""
    return (
        yes("the portal's worker", facts),
        no("the portal without the worker's scope", facts, software_may_work=False),
        no("another software with the scope", facts, software_is_portal=False),
        no("the portal's conformity withdrawn", facts, software_conformant=False),
        *(no(who, other) for who, other in people_without(Role.WORKER)),
        no("nobody", NOBODY),
    )
