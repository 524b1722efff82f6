"""The holder's own statement: written, published, corrected, withdrawn."""

from platform_api.conditions import (
    is_the_patient,
    mandate_lets_write_statement,
    record_is_open,
)
from platform_api.rules.cases import CAREGIVER, Case, Rules
from platform_api.vocabulary import Action

ON_BEHALF: Case = (*CAREGIVER, record_is_open, mandate_lets_write_statement)
"""Writing for the holder; withdrawing and bringing back stay the holder's own."""

RULES: Rules = {
    Action.READ_STATEMENT: ((is_the_patient, record_is_open), ON_BEHALF),
    Action.WRITE_STATEMENT: ((is_the_patient, record_is_open), ON_BEHALF),
    Action.PUBLISH_STATEMENT: ((is_the_patient, record_is_open), ON_BEHALF),
    Action.WITHDRAW_STATEMENT: ((is_the_patient, record_is_open),),
    Action.RESTORE_STATEMENT: ((is_the_patient, record_is_open),),
}
