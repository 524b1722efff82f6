"""Taking a document back: its author, and the software that brought it in; nobody else learns that it exists."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.tables import (
    DOCTOR,
    NOBODY,
    OPEN,
    PATIENT,
    SHUT,
    SOFTWARE,
    Row,
    check,
    each,
    no,
    people_without,
    yes,
)

ACTION = Action.TAKE_BACK_DOCUMENT
AUTHOR = replace(DOCTOR, exists=True, is_author=True)
DEPOSITOR = replace(SOFTWARE, software_may_deposit=None, scope_granted=True, exists=True, is_depositor=True)


def _shut_out(who: str, facts) -> tuple[Row, ...]:
    return (
        no(f"{who}, without the scope", facts, Reason.SCOPE_NOT_GRANTED, scope_granted=False),
        no(
            f"{who}, behind withdrawn software",
            facts,
            Reason.SOFTWARE_NOT_CONFORMANT,
            hidden=True,
            software_conformant=False,
        ),
        no(f"{who}, blocked by the patient", facts, hidden=True, is_blocked=True),
        no(f"{who}, but there is no such document", facts, Reason.NOT_FOUND, hidden=True, exists=False),
        *(
            no(
                f"{who}, the record is {state}",
                facts,
                Reason.RECORD_TAKES_NOTHING,
                hidden=True,
                dossier_state=state,
            )
            for state in SHUT
        ),
    )


ROWS = (
    *(yes(f"the author, the record is {state}", AUTHOR, dossier_state=state) for state in OPEN),
    yes("the software that brought it in", DEPOSITOR),
    yes("the software, before the activation", DEPOSITOR, dossier_state=DossierState.CREATED),
    *_shut_out("the author", AUTHOR),
    *_shut_out("the software that brought it in", DEPOSITOR),
    no("another doctor", AUTHOR, hidden=True, is_author=False),
    no("another software", DEPOSITOR, hidden=True, is_depositor=False),
    no("the patient", replace(PATIENT, exists=True, dossier_state=DossierState.ACTIVATED)),
    *(
        no(who, facts, hidden=True)
        for who, facts in people_without(Role.SOFTWARE, Role.PROFESSIONAL, Role.PATIENT)
    ),
    no("nobody", NOBODY, hidden=True),
)


@each(ROWS)
def test_who_may_take_a_document_back(row: Row):
    check(ACTION, row)
