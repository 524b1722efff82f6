"""The trail, as those see it whom it is about."""

from platform_api.conditions import (
    has_a_link,
    is_software,
    is_the_patient,
    it_exists,
    mandate_lets_see_journal,
    scope_is_granted,
    software_is_conformant,
    through_the_portal,
)
from platform_api.rules.cases import CAREGIVER, PROFESSIONAL_INSIDE, Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.READ_JOURNAL: (
        (is_the_patient,),
        (*CAREGIVER, mandate_lets_see_journal),
        (*PROFESSIONAL_INSIDE, has_a_link),
    ),
    Action.EXPORT_JOURNAL: ((is_the_patient, it_exists),),
    Action.REPORT_ACCESS: ((is_software, software_is_conformant, scope_is_granted, it_exists),),
    Action.READ_TELLINGS: ((is_the_patient,),),
    Action.SET_TELLINGS: ((is_the_patient,),),
    Action.CHECK_RECEIPT: ((through_the_portal,),),
}
