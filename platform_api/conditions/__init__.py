"""The conditions of the policy: each one looks at the facts and says yes or no; a missing fact is a no."""

from collections.abc import Callable
from typing import TypeAlias

from platform_api.conditions.assistance import (
    assistance_is_open,
    is_agent,
    is_supervisor,
    proved_l1,
    proved_l2,
    proved_l3,
)
from platform_api.conditions.deciding import (
    it_exists,
    opens_nothing,
    target_is_not_blocked,
)
from platform_api.conditions.people import (
    credentials_match,
    gives_second_factor,
    is_account_holder,
    is_activating,
    is_halfway_in,
    is_operator,
    is_signed_in,
    is_the_patient,
    is_visitor,
    is_worker,
    recently_proved_second_factor,
)
from platform_api.conditions.professionals import (
    attests_emergency,
    category_allows,
    category_may_deposit,
    emergency_allowed,
    emergency_level_allows,
    has_a_link,
    has_access_now,
    is_not_secret,
    is_professional,
    is_the_author,
    level_allows,
    levels_within,
    not_blocked,
    presence_code_is_accepted,
)
from platform_api.conditions.record import (
    OPEN_STATES,
    letter_is_accepted,
    objection_is_in_time,
    record_can_be_activated,
    record_is_open,
    record_is_waiting,
    record_takes_documents,
)
from platform_api.conditions.software import (
    brought_it_in,
    is_software,
    software_is_conformant,
    software_may_deposit,
    software_may_find_patients,
    through_the_portal,
)
from platform_api.facts import Facts

Condition: TypeAlias = Callable[[Facts], bool]

__all__ = [
    "OPEN_STATES",
    "Condition",
    "assistance_is_open",
    "attests_emergency",
    "brought_it_in",
    "category_allows",
    "category_may_deposit",
    "credentials_match",
    "emergency_allowed",
    "emergency_level_allows",
    "gives_second_factor",
    "has_a_link",
    "has_access_now",
    "is_account_holder",
    "is_activating",
    "is_agent",
    "is_halfway_in",
    "is_not_secret",
    "is_operator",
    "is_professional",
    "is_signed_in",
    "is_software",
    "is_supervisor",
    "is_the_author",
    "is_the_patient",
    "is_visitor",
    "is_worker",
    "it_exists",
    "letter_is_accepted",
    "level_allows",
    "levels_within",
    "not_blocked",
    "objection_is_in_time",
    "opens_nothing",
    "presence_code_is_accepted",
    "proved_l1",
    "proved_l2",
    "proved_l3",
    "recently_proved_second_factor",
    "record_can_be_activated",
    "record_is_open",
    "record_is_waiting",
    "record_takes_documents",
    "software_is_conformant",
    "software_may_deposit",
    "software_may_find_patients",
    "target_is_not_blocked",
    "through_the_portal",
]
