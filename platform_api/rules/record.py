"""The record's life: the letter, activation, objection."""

from platform_api.conditions import (
    address_is_settled,
    assistance_is_open,
    is_activating,
    is_agent,
    is_operator,
    is_the_patient,
    is_visitor,
    letter_is_accepted,
    objection_is_in_time,
    proved_l1,
    proved_l3,
    record_can_be_activated,
    record_is_waiting,
    through_the_portal,
)
from platform_api.rules.cases import CAREGIVER, Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.ACTIVATE_RECORD: (
        (is_visitor, through_the_portal, letter_is_accepted, record_can_be_activated),
        (is_activating, through_the_portal),
    ),
    Action.OBJECT_BY_LETTER: (
        (is_visitor, through_the_portal, letter_is_accepted, record_is_waiting, objection_is_in_time),
    ),
    Action.OPEN_BY_DEFAULT: ((is_operator,),),
    Action.REQUEST_LETTER: ((is_visitor, through_the_portal),),
    Action.ISSUE_LETTER: (
        (is_operator,),
        (is_agent, assistance_is_open, record_can_be_activated, proved_l1, address_is_settled),
        (is_agent, assistance_is_open, record_can_be_activated, proved_l3),
    ),
    Action.MINT_LETTER: ((is_operator,),),
    Action.ACKNOWLEDGE_LETTER: ((is_operator,),),
    Action.READ_DOSSIER: ((is_the_patient,), CAREGIVER),
    Action.SEAL_PDF: ((is_the_patient,), CAREGIVER),
}
