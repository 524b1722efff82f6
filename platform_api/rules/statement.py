"""The holder's own statement: written, published, corrected, withdrawn."""

from platform_api.conditions import is_the_patient, record_is_open
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.READ_STATEMENT: ((is_the_patient, record_is_open),),
    Action.WRITE_STATEMENT: ((is_the_patient, record_is_open),),
    Action.PUBLISH_STATEMENT: ((is_the_patient, record_is_open),),
    Action.WITHDRAW_STATEMENT: ((is_the_patient, record_is_open),),
    Action.RESTORE_STATEMENT: ((is_the_patient, record_is_open),),
}
