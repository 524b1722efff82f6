"""How a record ends and comes back: closing, undoing, reopening, erasing; and the freeze that protects its holder.

None of it is ever delegable: no caregiver's case stands here (domain.md). The helpdesk opens again for a caller
proved at L2; it closes only with a second pair of eyes (`Action.ASK_CLOSING`).
"""

from platform_api.conditions import (
    account_is_frozen,
    assistance_is_open,
    closing_can_be_undone,
    closing_is_over,
    erasure_is_asked,
    erasure_is_due,
    is_agent,
    is_operator,
    is_the_patient,
    is_visitor,
    letter_is_accepted,
    proved_l1,
    proved_l2,
    proved_l3,
    recently_proved_second_factor,
    record_is_closed,
    record_is_open,
    the_holder_calls,
    through_the_portal,
)
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.CLOSE_RECORD: ((is_the_patient, record_is_open, recently_proved_second_factor),),
    Action.UNDO_CLOSING: ((is_the_patient, closing_can_be_undone, recently_proved_second_factor),),
    Action.FINISH_CLOSING: ((is_operator, closing_is_over),),
    Action.REOPEN_RECORD: (
        (is_the_patient, record_is_closed, recently_proved_second_factor),
        (is_agent, assistance_is_open, record_is_closed, the_holder_calls, proved_l2),
    ),
    Action.ASK_ERASURE: ((is_the_patient, record_is_closed, recently_proved_second_factor),),
    Action.STOP_ERASURE: ((is_the_patient, erasure_is_asked),),
    Action.ERASE_RECORD: ((is_operator, erasure_is_due),),
    Action.FREEZE_ACCOUNT: (
        (is_the_patient,),
        (is_visitor, through_the_portal, letter_is_accepted),
        (is_agent, assistance_is_open, proved_l1),
    ),
    Action.UNFREEZE_ACCOUNT: ((is_agent, assistance_is_open, account_is_frozen, proved_l3),),
}
