"""Depositing: conformant software approved for it, a record that takes documents, no block; never a grant."""

from dataclasses import replace
from typing import Any

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.tables import (
    DOCTOR,
    NOBODY,
    OPEN,
    SHUT,
    Row,
    check,
    each,
    no,
    people_without,
    yes,
)
from tests.policy.tables import SOFTWARE as ANY_SOFTWARE

ACTION = Action.DEPOSIT_DOCUMENT
SOFTWARE = replace(ANY_SOFTWARE, category_deposits=True)
DEPOSITING_DOCTOR = replace(DOCTOR, scope_granted=None, software_may_deposit=True, category_deposits=True)
_OF_THE_RECORD: list[dict[str, Any]] = [{"is_blocked": True}, *({"dossier_state": state} for state in SHUT)]


def _shut_out(who: str, facts) -> tuple[Row, ...]:
    return (
        no(
            f"{who} behind withdrawn software",
            facts,
            Reason.SOFTWARE_NOT_CONFORMANT,
            software_conformant=False,
        ),
        no(
            f"{who}, the software not approved for depositing",
            facts,
            Reason.SCOPE_NOT_GRANTED,
            software_may_deposit=False,
        ),
        no(f"{who} whom the patient blocked", facts, is_blocked=True),
        *(
            no(f"{who}, the record is {state}", facts, Reason.RECORD_TAKES_NOTHING, dossier_state=state)
            for state in SHUT
        ),
    )


ROWS = (
    yes("a hospital's software, nobody has given it access", SOFTWARE),
    *(yes(f"a hospital's software, the record is {state}", SOFTWARE, dossier_state=state) for state in OPEN),
    yes("a result that arrives before the activation is kept", SOFTWARE, dossier_state=DossierState.CREATED),
    *_shut_out("a hospital's software", SOFTWARE),
    no(
        "a hospital's software, the author's category does not deposit this type",
        SOFTWARE,
        Reason.DOCUMENT_TYPE_NOT_ALLOWED,
        category_deposits=False,
    ),
    yes("a doctor whose category deposits this type", DEPOSITING_DOCTOR),
    yes("a doctor, before the activation", DEPOSITING_DOCTOR, dossier_state=DossierState.CREATED),
    *_shut_out("a doctor", DEPOSITING_DOCTOR),
    no(
        "a doctor whose category does not deposit this type",
        DEPOSITING_DOCTOR,
        Reason.DOCUMENT_TYPE_NOT_ALLOWED,
        category_deposits=False,
    ),
    *(
        no(
            f"a doctor whose category does not deposit this type, whatever the record: {told}",
            DEPOSITING_DOCTOR,
            Reason.DOCUMENT_TYPE_NOT_ALLOWED,
            category_deposits=False,
            **told,
        )
        for told in _OF_THE_RECORD
    ),
    *(no(who, facts) for who, facts in people_without(Role.SOFTWARE, Role.PROFESSIONAL)),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_deposit(row: Row):
    check(ACTION, row)
