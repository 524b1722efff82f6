"""Signing in: address and password first, the second factor always."""

from platform_api.vocabulary import Action, Reason, Role
from tests.policy.tables import HALFWAY, NOBODY, VISITOR, Row, check, each, no, yes

ACTION = Action.SIGN_IN
ROWS = (
    yes("a visitor whose address and password belong together", VISITOR, credentials_match=True),
    yes("the second factor of somebody whose password was right", HALFWAY, second_factor_given=True),
    no("address and password do not belong together", VISITOR, Reason.SIGN_IN_WRONG, credentials_match=False),
    no(
        "right credentials through other software than the portal",
        VISITOR,
        credentials_match=True,
        software_is_portal=False,
    ),
    no(
        "right credentials, the portal's conformity withdrawn",
        VISITOR,
        credentials_match=True,
        software_conformant=False,
    ),
    no("right credentials of somebody signed in", VISITOR, credentials_match=True, role=Role.PATIENT),
    no(
        "wrong credentials while a second factor is asked",
        HALFWAY,
        credentials_match=False,
        second_factor_given=False,
    ),
    no("a second factor without a password", HALFWAY, second_factor_given=True, password_proved=False),
    no(
        "a second factor once more, when both were proved",
        HALFWAY,
        second_factor_given=True,
        second_factor_proved=True,
    ),
    no("a second factor through other software", HALFWAY, second_factor_given=True, software_is_portal=False),
    no(
        "a second factor, the portal's conformity withdrawn",
        HALFWAY,
        second_factor_given=True,
        software_conformant=False,
    ),
    no("nobody", NOBODY),
)


@each(ROWS)
def test_who_may_sign_in(row: Row):
    check(ACTION, row)
