"""Reading and bringing in documents."""

from platform_api.conditions import (
    attests_emergency,
    brought_it_in,
    category_allows,
    category_may_deposit,
    emergency_allowed,
    emergency_level_allows,
    has_a_link,
    has_access_now,
    is_not_secret,
    is_professional,
    is_software,
    is_the_author,
    is_the_patient,
    it_exists,
    level_allows,
    not_blocked,
    record_is_open,
    record_takes_documents,
    software_is_conformant,
    software_may_deposit,
)
from platform_api.rules.cases import PROFESSIONAL_INSIDE, Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.LIST_DOCUMENTS: (
        (is_the_patient, record_is_open),
        (*PROFESSIONAL_INSIDE, has_a_link),
        (
            *PROFESSIONAL_INSIDE,
            attests_emergency,
            emergency_allowed,
        ),
    ),
    Action.READ_DOCUMENT: (
        (is_the_patient, record_is_open, it_exists),
        (*PROFESSIONAL_INSIDE, it_exists, is_the_author),
        (
            is_software,
            software_is_conformant,
            record_is_open,
            not_blocked,
            it_exists,
            brought_it_in,
            is_not_secret,
        ),
        (
            *PROFESSIONAL_INSIDE,
            it_exists,
            has_access_now,
            category_allows,
            level_allows,
        ),
        (
            *PROFESSIONAL_INSIDE,
            it_exists,
            attests_emergency,
            emergency_allowed,
            category_allows,
            emergency_level_allows,
        ),
    ),
    Action.DEPOSIT_DOCUMENT: (
        (is_software, software_is_conformant, software_may_deposit, record_takes_documents, not_blocked),
        (
            is_professional,
            software_is_conformant,
            software_may_deposit,
            record_takes_documents,
            not_blocked,
            category_may_deposit,
        ),
    ),
}
