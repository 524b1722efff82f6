"""Who may open the record, and what the holder decides about it."""

from platform_api.conditions import (
    assistance_is_open,
    has_a_link,
    is_agent,
    is_operator,
    is_professional,
    is_the_patient,
    it_exists,
    mandate_lets_manage_professionals,
    not_blocked,
    opens_nothing,
    presence_code_is_accepted,
    proved_l2,
    recently_proved_second_factor,
    record_is_open,
    software_is_conformant,
    target_is_not_blocked,
)
from platform_api.rules.cases import CAREGIVER, PROFESSIONAL_INSIDE, Case, Rules
from platform_api.vocabulary import Action

MANAGING: Case = (*CAREGIVER, mandate_lets_manage_professionals)
"""A caregiver who may decide about professionals; emergencies stay the holder's own choice."""

RULES: Rules = {
    Action.READ_RIGHTS: ((is_the_patient,), MANAGING),
    Action.SEARCH_DIRECTORY: ((is_the_patient,), MANAGING),
    Action.GRANT_ACCESS: (
        (is_the_patient, record_is_open, it_exists, target_is_not_blocked, recently_proved_second_factor),
        (*MANAGING, record_is_open, it_exists, target_is_not_blocked, recently_proved_second_factor),
        (is_agent, assistance_is_open, record_is_open, it_exists, target_is_not_blocked, proved_l2),
    ),
    Action.REVOKE_ACCESS: ((is_the_patient, it_exists), (*MANAGING, it_exists)),
    Action.BLOCK_PROFESSIONAL: (
        (is_the_patient, it_exists),
        (*MANAGING, it_exists),
        (is_agent, assistance_is_open, it_exists, proved_l2),
    ),
    Action.UNBLOCK_PROFESSIONAL: (
        (is_the_patient, it_exists, recently_proved_second_factor),
        (*MANAGING, it_exists, recently_proved_second_factor),
    ),
    Action.SET_EMERGENCY: ((is_the_patient, recently_proved_second_factor), (is_the_patient, opens_nothing)),
    Action.READ_CONFIDENTIALITY: ((is_the_patient, it_exists),),
    Action.SET_CONFIDENTIALITY: (
        (is_the_patient, record_is_open, it_exists, recently_proved_second_factor),
        (is_the_patient, record_is_open, it_exists, opens_nothing),
    ),
    Action.SEE_AS: ((is_the_patient,),),
    Action.SEE_PAST: ((is_the_patient,),),
    Action.MINT_PRESENCE_CODE: (
        (is_operator,),
        (is_the_patient, record_is_open, recently_proved_second_factor),
        (*MANAGING, record_is_open, recently_proved_second_factor),
    ),
    Action.MINT_PRESENCE_CODE_AT_DESK: ((is_agent, assistance_is_open, record_is_open, proved_l2),),
    Action.REVOKE_PRESENCE_CODE: ((is_the_patient, it_exists), (*MANAGING, it_exists)),
    Action.REDEEM_PRESENCE_CODE: (
        (is_professional, software_is_conformant, presence_code_is_accepted, record_is_open, not_blocked),
    ),
    Action.READ_CONSENTS: (
        (is_the_patient,),
        MANAGING,
        (*PROFESSIONAL_INSIDE, has_a_link),
    ),
}
