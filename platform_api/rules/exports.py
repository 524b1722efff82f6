"""Taking a copy of the whole record along: its holder alone asks for it, and fetches it; the worker makes it.

While a closing can still be undone the holder may take a copy (domain.md); after that nobody may.
"""

from platform_api.conditions import (
    closing_can_be_undone,
    is_the_patient,
    is_worker,
    it_exists,
    recently_proved_second_factor,
    record_is_open,
    through_the_portal,
)
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.ASK_EXPORT: (
        (is_the_patient, record_is_open, recently_proved_second_factor),
        (is_the_patient, closing_can_be_undone, recently_proved_second_factor),
    ),
    Action.READ_EXPORTS: ((is_the_patient, record_is_open), (is_the_patient, closing_can_be_undone)),
    Action.FETCH_EXPORT: (
        (is_the_patient, it_exists, record_is_open),
        (is_the_patient, it_exists, closing_can_be_undone),
    ),
    Action.FORGET_EXPORT: ((is_the_patient, it_exists),),
    Action.MAKE_EXPORT: ((is_worker, through_the_portal),),
    Action.FILL_EXPORT: ((is_worker, through_the_portal, it_exists),),
}
