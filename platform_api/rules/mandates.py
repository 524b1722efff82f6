"""Caregivers: named by the holder, confirmed by the holder, ended by either; and for whom a session acts."""

from platform_api.conditions import (
    assistance_is_open,
    delegate_has_no_other,
    document_was_seen,
    invitation_is_accepted,
    invitation_is_of_another,
    is_a_person,
    is_a_physician,
    is_agent,
    is_attested_on_paper,
    is_guardianship_on_paper,
    is_in_the_care_circle,
    is_not_set_by_court,
    is_the_delegate,
    is_the_patient,
    it_exists,
    mandate_runs,
    mandates_on_paper,
    opens_nothing,
    proved_l2,
    proved_l3,
    recently_proved_second_factor,
    record_is_open,
)
from platform_api.rules.cases import PROFESSIONAL_INSIDE, Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.READ_MANDATES: ((is_the_patient,),),
    Action.PROPOSE_MANDATE: ((is_the_patient, record_is_open),),
    Action.ACCEPT_MANDATE: (
        (is_a_person, invitation_is_accepted, invitation_is_of_another, delegate_has_no_other),
    ),
    Action.CONFIRM_MANDATE: ((is_the_patient, record_is_open, it_exists, recently_proved_second_factor),),
    Action.CHANGE_MANDATE: (
        (is_the_patient, it_exists, is_not_set_by_court, record_is_open, recently_proved_second_factor),
        (is_the_patient, it_exists, is_not_set_by_court, opens_nothing),
    ),
    Action.END_MANDATE: (
        (is_the_patient, it_exists, is_not_set_by_court),
        (is_a_person, is_the_delegate, it_exists),
        (is_agent, assistance_is_open, it_exists, document_was_seen, is_guardianship_on_paper),
        (is_agent, assistance_is_open, it_exists, is_not_set_by_court, proved_l2),
    ),
    Action.ADD_MANDATE: ((is_agent, assistance_is_open, record_is_open, proved_l3, mandates_on_paper),),
    Action.ENTER_GUARDIANSHIP: (
        (is_agent, assistance_is_open, record_is_open, document_was_seen, is_guardianship_on_paper),
    ),
    Action.ENTER_ATTESTATION: (
        (is_agent, assistance_is_open, record_is_open, document_was_seen, is_attested_on_paper),
    ),
    Action.ATTEST_INCAPACITY: ((*PROFESSIONAL_INSIDE, is_a_physician, is_in_the_care_circle),),
    Action.READ_ACTING: ((is_a_person,),),
    Action.ACT_FOR: ((is_a_person, is_the_delegate, mandate_runs),),
    Action.STOP_ACTING: ((is_a_person,),),
}
