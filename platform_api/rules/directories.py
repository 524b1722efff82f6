"""The directories of patients, professionals and organisations."""

from platform_api.conditions import (
    attests_emergency,
    emergency_allowed,
    has_a_link,
    is_professional,
    is_software,
    is_the_patient,
    scope_is_granted,
    software_is_conformant,
)
from platform_api.rules.cases import PROFESSIONAL_INSIDE, Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.FIND_PATIENT: (
        (is_professional, software_is_conformant, scope_is_granted),
        (is_software, software_is_conformant, scope_is_granted),
    ),
    Action.READ_PATIENT: (
        (is_the_patient,),
        (*PROFESSIONAL_INSIDE, has_a_link),
        (
            *PROFESSIONAL_INSIDE,
            attests_emergency,
            emergency_allowed,
        ),
    ),
    Action.READ_DIRECTORY: ((software_is_conformant,),),
    Action.READ_FIGURES: ((software_is_conformant,),),
}
