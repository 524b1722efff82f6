"""Who gets to the helpdesk's paths: the desk, the case under way, the acts by their proof, the person who is helped."""

from collections.abc import Callable
from typing import Any

from tests.platform_api.matrix.people import AGENT_1, AGENT_2, AGENT_3, AGENTS, OTHER, PATIENT, STAFF

_DESK = "/dsp/v1/helpdesk"
_HELPING = frozenset({AGENT_1, AGENT_2, AGENT_3})
_FROM_L2 = frozenset({AGENT_2, AGENT_3})
_OWN = frozenset({PATIENT, OTHER})

MAY: dict[str, frozenset[str] | str] = {
    f"GET {_DESK}": STAFF,
    f"POST {_DESK}/cases": AGENTS,
    f"GET {_DESK}/case": _HELPING,
    f"POST {_DESK}/case/proof": _HELPING,
    f"PUT {_DESK}/case/note": _HELPING,
    f"POST {_DESK}/case/extension": _HELPING,
    f"DELETE {_DESK}/case": AGENTS,
    f"POST {_DESK}/letters": _HELPING,
    f"POST {_DESK}/professionals": _FROM_L2,
    f"POST {_DESK}/presence-codes": _FROM_L2,
    f"POST {_DESK}/unblock-proposals": _FROM_L2,
    f"PUT {_DESK}/contact": _FROM_L2,
    f"POST {_DESK}/factor-resets": frozenset({AGENT_3}),
    "GET /dsp/v1/assistance": _OWN,
    "DELETE /dsp/v1/assistance": _OWN,
    "GET /dsp/v1/support-pin": _OWN,
    "DELETE /dsp/v1/contact-change": _OWN,
}


def _sent(body: dict[str, Any]) -> Callable[[Any], dict[str, Any]]:
    return lambda _scene: {"body": body}


def _call(scene: Any) -> dict[str, Any]:
    who = {"matricule": scene.anne.matricule, "name": scene.anne.family}
    return {"body": who | {"channel": "telephone", "caller": "holder", "purpose": "activation"}}


BODIES: dict[str, Callable[[Any], dict[str, Any]]] = {
    f"POST {_DESK}/cases": _call,
    f"POST {_DESK}/case/proof": _sent({"method": "email_code"}),
    f"PUT {_DESK}/case/note": _sent({"text": "Rappeler jeudi"}),
    f"POST {_DESK}/letters": _sent({}),
    f"POST {_DESK}/professionals": _sent({"name": "Hélène Muller"}),
    f"PUT {_DESK}/contact": _sent({"email": "new@example.lu"}),
}
