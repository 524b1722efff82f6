"""The helpdesk: what staff do for people, and who sits there."""

from platform_api.conditions import is_agent, is_operator, is_supervisor
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.USE_DESK: ((is_agent,), (is_supervisor,)),
    Action.MANAGE_STAFF: ((is_operator,), (is_supervisor,)),
}
