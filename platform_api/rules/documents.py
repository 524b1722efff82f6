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
    is_only_looked_at,
    is_professional,
    is_software,
    is_the_author,
    is_the_patient,
    it_exists,
    level_allows,
    mandate_lets_download,
    mandate_lets_list,
    mandate_lets_read,
    not_blocked,
    record_is_open,
    record_takes_documents,
    scope_is_granted,
    software_is_conformant,
    software_may_deposit,
    within_mandate,
)
from platform_api.rules.cases import CAREGIVER, PROFESSIONAL_INSIDE, Case, Rules
from platform_api.vocabulary import Action

FOR_THE_HOLDER: Case = (*CAREGIVER, record_is_open, it_exists, mandate_lets_list, within_mandate)
"""What a caregiver needs for one document; then looking at it asks for one verb, keeping a copy for another."""

RULES: Rules = {
    Action.LIST_DOCUMENTS: (
        (is_the_patient, record_is_open),
        (*CAREGIVER, record_is_open, mandate_lets_list),
        (*PROFESSIONAL_INSIDE, has_a_link),
        (
            *PROFESSIONAL_INSIDE,
            attests_emergency,
            emergency_allowed,
        ),
    ),
    Action.READ_SUMMARY: (
        (is_the_patient, record_is_open),
        (*CAREGIVER, record_is_open, mandate_lets_list, mandate_lets_download),  # it is a copy to keep
        (*PROFESSIONAL_INSIDE, has_a_link),
        (*PROFESSIONAL_INSIDE, attests_emergency, emergency_allowed),
    ),
    Action.READ_DOCUMENT: (
        (is_the_patient, record_is_open, it_exists),
        (*FOR_THE_HOLDER, mandate_lets_read, is_only_looked_at),
        (*FOR_THE_HOLDER, mandate_lets_download),
        (*PROFESSIONAL_INSIDE, it_exists, is_the_author),
        (
            is_software,
            software_is_conformant,
            scope_is_granted,
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
    Action.TAKE_BACK_DOCUMENT: (
        (
            is_software,
            software_is_conformant,
            scope_is_granted,
            record_takes_documents,
            not_blocked,
            it_exists,
            brought_it_in,
        ),
        (
            is_professional,
            software_is_conformant,
            scope_is_granted,
            record_takes_documents,
            not_blocked,
            it_exists,
            is_the_author,
        ),
    ),
    Action.DEPOSIT_DOCUMENT: (
        (
            is_software,
            software_is_conformant,
            software_may_deposit,
            category_may_deposit,  # before anything of the record: it is the same for every holder
            record_takes_documents,
            not_blocked,
        ),
        (
            is_professional,
            software_is_conformant,
            software_may_deposit,
            category_may_deposit,
            record_takes_documents,
            not_blocked,
        ),
    ),
}
