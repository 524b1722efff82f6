"""Paper forms from the envelope to the act: what is not entered in a case stands here, and how forms get there."""

from platform_api.conditions import (
    agents_may_agree,
    assistance_is_open,
    complains_on_paper,
    is_agent,
    is_supervisor,
    it_exists,
    paper_is_in_hand,
    paper_is_own_work,
    proved_l2,
    record_is_open,
    stands_apart,
    states_on_paper,
)
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.REGISTER_PAPER: ((is_agent,), (is_supervisor,)),
    Action.ADD_PAGES: (
        (is_agent, it_exists, paper_is_in_hand, stands_apart),
        (is_supervisor, it_exists, paper_is_in_hand, stands_apart),
    ),
    Action.READ_PAPERS: ((is_agent,), (is_supervisor,)),
    Action.LOOK_AT_PAPER: ((is_agent, it_exists, stands_apart), (is_supervisor, it_exists, stands_apart)),
    Action.TAKE_PAPER: ((is_agent, it_exists, stands_apart), (is_supervisor, it_exists, stands_apart)),
    Action.LAY_PAPER: ((is_agent, assistance_is_open, it_exists, paper_is_in_hand),),
    Action.ENTER_OPENING: (
        (is_agent, it_exists, paper_is_in_hand, stands_apart, agents_may_agree),
        (is_supervisor, it_exists, paper_is_in_hand, stands_apart),
    ),
    Action.REFUSE_PAPER: (
        (is_agent, it_exists, paper_is_in_hand, stands_apart),
        (is_supervisor, it_exists, paper_is_in_hand, stands_apart),
    ),
    Action.CORRECT_PAPER: (
        (is_agent, it_exists, paper_is_own_work, stands_apart),
        (is_supervisor, it_exists, stands_apart),
    ),
    Action.ENTER_STATEMENT: ((is_agent, assistance_is_open, record_is_open, states_on_paper),),
    Action.ENTER_PETITION: (
        (is_agent, assistance_is_open, proved_l2),
        (is_agent, assistance_is_open, complains_on_paper),
    ),
}
