"""The helpdesk: what staff do for people, how these watch and stop it, and who sits there."""

from platform_api.conditions import (
    agents_may_agree,
    assistance_is_open,
    came_in_time,
    closes_on_paper,
    document_was_seen,
    is_agent,
    is_guardianship_on_paper,
    is_operator,
    is_supervisor,
    is_the_patient,
    it_exists,
    objects_on_paper,
    proved_l2,
    proved_l3,
    record_is_open,
    record_is_waiting,
    record_opened_by_itself,
    stands_apart,
    the_holder_calls,
    the_holder_has_no_account,
)
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

# What a mandate never opens (domain.md) is not done for a caregiver on the telephone either: `the_holder_calls`.
RULES: Rules = {
    Action.USE_DESK: ((is_agent,), (is_supervisor,)),
    Action.MANAGE_STAFF: ((is_operator,), (is_supervisor,)),
    Action.OPEN_CASE: ((is_agent,),),
    Action.INVITE_ACCOUNT: ((is_agent,),),
    Action.READ_INVITED: ((is_agent,),),
    Action.CHANGE_INVITED: ((is_agent, it_exists, stands_apart),),
    Action.READ_CASE: ((is_agent, assistance_is_open),),
    Action.PROVE_CALLER: ((is_agent, assistance_is_open),),
    Action.WORK_ON_CASE: ((is_agent, assistance_is_open),),
    Action.END_CASE: ((is_agent,),),
    Action.NAME_PROFESSIONAL: ((is_agent, assistance_is_open, proved_l2),),
    Action.NAME_CAREGIVER: (
        (is_agent, assistance_is_open, proved_l2),
        (is_agent, assistance_is_open, document_was_seen, is_guardianship_on_paper),
    ),
    Action.PROPOSE_UNBLOCK: ((is_agent, assistance_is_open, proved_l2),),
    Action.ASK_UNBLOCK: (
        (is_agent, assistance_is_open, it_exists, the_holder_has_no_account, the_holder_calls, proved_l3),
    ),
    Action.CHANGE_CONTACT_LATER: ((is_agent, assistance_is_open, the_holder_calls, proved_l2),),
    Action.CHANGE_CONTACT_NOW: ((is_agent, assistance_is_open, the_holder_calls, proved_l3),),
    Action.ASK_PHONE_AT_DESK: ((is_agent, assistance_is_open, the_holder_calls, proved_l3),),
    Action.CHANGE_PHONE_AT_DESK: ((is_agent, assistance_is_open, the_holder_calls, proved_l3),),
    Action.RESET_FACTOR: ((is_agent, assistance_is_open, the_holder_calls, proved_l3),),
    Action.READ_HELP: ((is_the_patient,),),
    Action.STOP_HELP: ((is_the_patient,),),
    Action.READ_SUPPORT_PIN: ((is_the_patient,),),
    Action.ASK_OBJECTION: (
        (is_agent, assistance_is_open, record_is_waiting, the_holder_calls, proved_l2),
        (is_agent, assistance_is_open, record_is_waiting, objects_on_paper),
        (is_agent, assistance_is_open, objects_on_paper, record_opened_by_itself, came_in_time),
    ),
    Action.ASK_CLOSING: (
        (is_agent, assistance_is_open, record_is_open, the_holder_calls, proved_l2),
        (is_agent, assistance_is_open, record_is_open, closes_on_paper),
    ),
    Action.READ_APPROVALS: ((is_agent,), (is_supervisor,)),
    Action.DECIDE_APPROVAL: (
        (is_agent, it_exists, stands_apart, agents_may_agree),
        (is_supervisor, it_exists, stands_apart),
    ),
    Action.PROPOSE_CONFORMITY: ((is_supervisor, it_exists),),
    Action.SUPERVISE: ((is_supervisor,),),
    Action.REVIEW_CASE: ((is_supervisor, it_exists),),
    Action.REVIEW_EMERGENCY: ((is_supervisor, it_exists),),
    Action.GUARD_RECORD: ((is_supervisor, it_exists),),
    Action.READ_OUTLINE: ((is_agent, assistance_is_open, proved_l2),),
}
