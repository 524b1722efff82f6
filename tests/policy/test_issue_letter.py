"""Queueing an activation letter for a patient."""

from dataclasses import replace

from platform_api.vocabulary import Action, DossierState, Reason, Role
from tests.policy.helpdesk import HELPING, proved
from tests.policy.tables import NOBODY, OPERATOR, SHUT, Row, check, each, no, people_without, yes

ACTION = Action.ISSUE_LETTER
NEW_ADDRESS = replace(HELPING, dossier_state=DossierState.CREATED)
"""Whether the address is settled is not known here: what an identity document opens does not need it."""
SEEN = proved(3, NEW_ADDRESS)
LETTER_CASE = replace(NEW_ADDRESS, address_settled=True)
REASON = Reason.LETTER_NOT_ACCEPTED
ROWS = (
    yes("the operator at the machine", OPERATOR),
    *(yes(f"an agent, the caller proved at L{level}", proved(level, LETTER_CASE)) for level in (1, 2)),
    yes("an agent who saw the identity document, the address new", SEEN),
    no(
        "a document seen, the time over",
        proved(3, NEW_ADDRESS),
        Reason.ASSISTANCE_OVER,
        assistance_open=False,
    ),
    no(
        "a document seen, about somebody else",
        proved(3, NEW_ADDRESS),
        Reason.ASSISTANCE_OVER,
        is_own_record=False,
    ),
    no(
        "a document seen by a supervisor",
        proved(3, NEW_ADDRESS),
        role=Role.SUPERVISOR,
    ),
    *(
        no(
            f"an agent, the record is {state}, a document seen",
            proved(3, NEW_ADDRESS),
            REASON,
            dossier_state=state,
        )
        for state in SHUT
    ),
    *(
        no(
            f"an agent, the caller proved at L{level}, the address {settled}",
            proved(level, NEW_ADDRESS),
            Reason.ADDRESS_IS_NEW,
            address_settled=settled,
        )
        for level in (1, 2)
        for settled in (False, None)
    ),
    no("an agent whose time is over", proved(1, LETTER_CASE), Reason.ASSISTANCE_OVER, assistance_open=False),
    no("an agent about somebody else", proved(1, LETTER_CASE), Reason.ASSISTANCE_OVER, is_own_record=False),
    no("an agent who still owes the second factor", proved(1, LETTER_CASE), second_factor_proved=False),
    no("an agent, the caller not proved at all", LETTER_CASE),
    *(
        no(f"an agent, the record is {state}", LETTER_CASE, REASON, proof_level=1, dossier_state=state)
        for state in SHUT
    ),
    no("nobody", NOBODY),
    *(no(who, facts) for who, facts in people_without(Role.OPERATOR, Role.AGENT)),
)


@each(ROWS)
def test_who_may_issue_a_letter(row: Row):
    check(ACTION, row)
